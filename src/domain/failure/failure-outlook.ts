// Gathers, for one moment of a series, all that speaks of the time ahead: the model's chances, a steady rise, and how
// often the limit is crossed at all.

import { floatAt } from '#domain/baseline/number-at.ts';
import type { FailureHistory } from '#domain/failure/failure-features.ts';
import { FAILED, type FailurePrediction, predictFailure } from '#domain/failure/predict-failure.ts';
import { findResourceTrend } from '#domain/failure/resource-trend.ts';
import { HORIZON_MINUTES, type HorizonProbabilities } from '#domain/failure/survival.ts';

/** A metric is presumed to cross its limit once in two days until it has shown otherwise, believed like one day. */
const PRESUMED_CROSSINGS = 0.5;
const PRESUMED_DAYS = 1;

/** What can be said at a moment, given the chances that the model sees. */
export function predictAt(
  { series }: FailureHistory,
  at: number,
  probabilities: HorizonProbabilities,
): FailurePrediction {
  if (series.crossings.isAbove[at] === 1) return FAILED;
  const crossings = floatAt(series.crossings.crossingSums, at + 1);
  const crossingsADay = (crossings + PRESUMED_CROSSINGS) / ((at + 1) / series.day + PRESUMED_DAYS);
  return predictFailure({ probabilities, crossingsADay, trend: findResourceTrend(series, at) });
}

/** Without a model: how often a crossing followed when there was as much room as now, the same rate all the time. */
export function usualProbabilities({ rates }: FailureHistory, at: number): HorizonProbabilities {
  const calm = 1 - Math.exp(floatAt(rates.room, at));
  const chanceBy = (minutes: number) => 1 - calm ** (minutes / 30);
  const [at5, at15, at30, at60] = HORIZON_MINUTES;
  return [chanceBy(at5), chanceBy(at15), chanceBy(at30), chanceBy(at60)];
}
