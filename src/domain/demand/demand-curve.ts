// A forecast as it is kept: its quantiles in columns, few digits each, and beside them what the seasonal naive forecast
// said, so that both can be held against what came.

import * as z from 'zod/mini';
import { numberAt } from '#domain/baseline/number-at.ts';
import type { QuantileForecast } from '#domain/forecast/demand-forecast.ts';
import { Instant, secondsAfter } from '#domain/ids.ts';

const column = z.readonly(z.array(z.number()));

export const DemandCurve = z.readonly(
  z.object({
    /** Start of the first period. */
    from: Instant,
    periodSeconds: z.int(),
    /** By period, the nearest first: one in ten values lies below q10, half below q50, nine in ten below q90. */
    q10: column,
    q50: column,
    q90: column,
    /** The value of a day before each. */
    naive: column,
  }),
);
export type DemandCurve = z.infer<typeof DemandCurve>;

/** One period of a forecast, with what the seasonal naive forecast says of it. */
export interface ForecastPoint extends QuantileForecast {
  readonly naive: number;
}

/** Digits that are kept: more would only say how noise was rounded. */
const DIGITS = 4;

/** The curve of points that begin at a moment. */
export function curveOf(points: readonly ForecastPoint[], from: Instant, periodSeconds: number): DemandCurve {
  const columnOf = (of: (point: ForecastPoint) => number) =>
    points.map((point) => Number(of(point).toPrecision(DIGITS)));
  return {
    from,
    periodSeconds,
    q10: columnOf(({ q10 }) => q10),
    q50: columnOf(({ q50 }) => q50),
    q90: columnOf(({ q90 }) => q90),
    naive: columnOf(({ naive }) => naive),
  };
}

/** The points of a curve again. */
export function pointsOf({ q10, q50, q90, naive }: DemandCurve): readonly ForecastPoint[] {
  return q50.map((middle, index) => ({
    q10: numberAt(q10, index),
    q50: middle,
    q90: numberAt(q90, index),
    naive: numberAt(naive, index),
  }));
}

/** When the last period of a curve is over. */
export function endOf({ from, periodSeconds, q50 }: DemandCurve): Instant {
  return secondsAfter(from, q50.length * periodSeconds);
}
