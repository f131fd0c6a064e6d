// How far a forecast in quantiles was from what came.

import { numberAt } from '#domain/baseline/number-at.ts';
import type { QuantileForecast } from '#domain/forecast/demand-forecast.ts';

const SHARES = [0.1, 0.5, 0.9] as const;

/** Quantile losses at 10, 50 and 90 %, doubled and averaged, in the unit of the value: the CRPS as docs/models.md has it. */
export function quantileLoss({ q10, q50, q90 }: QuantileForecast, actual: number): number {
  let loss = 0;
  for (const [index, quantile] of [q10, q50, q90].entries()) {
    const share = numberAt(SHARES, index);
    const distance = actual - quantile;
    loss += (2 / SHARES.length) * Math.max(share * distance, (share - 1) * distance);
  }
  return loss;
}
