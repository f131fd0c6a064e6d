// From probabilities at a few horizons to the whole course: how likely the metric is still below its limit at any time
// ahead, and so when half, a tenth or nine tenths of the chance is used up.

import { numberAt } from '#domain/baseline/number-at.ts';
import { clamp } from '#domain/baseline/robust.ts';
import type { ResourceTrend } from '#domain/failure/resource-trend.ts';

/** Minutes ahead that the model speaks of. */
export const HORIZON_MINUTES = [5, 15, 30, 60] as const;
/** The chance of a crossing within each of the horizons, growing. */
export type HorizonProbabilities = readonly [
  within5: number,
  within15: number,
  within30: number,
  within60: number,
];

/** Nobody plans on a failure further ahead; also the answer when none is in sight. */
export const FARTHEST_MINUTES = 7 * 1440;
/** A chance of 1 has no finite rate. */
const MOST_CERTAIN = 0.9999;
/** Halvings of the week until a tenth of a second is left. */
const HALVINGS = 24;

/** All that is known of the time ahead. */
export interface FailureOutlook {
  readonly probabilities: HorizonProbabilities;
  /** Usual crossings a day: the rate beyond the last horizon. */
  readonly crossingsADay: number;
  readonly trend: ResourceTrend | undefined;
}

/** The chance of being below the limit for `minutes` still. */
export function survivalAt({ probabilities, crossingsADay, trend }: FailureOutlook, minutes: number): number {
  const bySteps = boostedSurvival(probabilities, crossingsADay, minutes);
  return trend ? bySteps * (1 - crossingChance(trend, minutes)) : bySteps;
}

/** Constant rates between the horizons, and the usual rate after the last. */
function boostedSurvival(
  probabilities: HorizonProbabilities,
  crossingsADay: number,
  minutes: number,
): number {
  let from = 0;
  let survival = 1;
  for (const [index, until] of HORIZON_MINUTES.entries()) {
    const next = 1 - Math.min(MOST_CERTAIN, numberAt(probabilities, index));
    if (minutes <= until) return survival * (next / survival) ** ((minutes - from) / (until - from));
    survival = next;
    from = until;
  }
  return survival * Math.exp((-crossingsADay * (minutes - from)) / 1440);
}

/** Logistic around the time that the trend names, cut so that the present is certain. */
export function crossingChance(
  { minutesToLimit, spreadMinutes, belief }: ResourceTrend,
  minutes: number,
): number {
  const scale = spreadMinutes * (Math.sqrt(3) / Math.PI);
  const chanceBy = (time: number) => 1 / (1 + Math.exp((minutesToLimit - time) / scale));
  const now = chanceBy(0);
  return belief * clamp((chanceBy(minutes) - now) / (1 - now), 0, 1);
}

/** The minutes after which the chance of still being below the limit is no more than `survival`. */
export function minutesUntil(outlook: FailureOutlook, survival: number): number {
  if (survivalAt(outlook, FARTHEST_MINUTES) > survival) return FARTHEST_MINUTES;
  let low = 0;
  let high = FARTHEST_MINUTES;
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2;
    if (survivalAt(outlook, middle) > survival) low = middle;
    else high = middle;
  }
  return high;
}
