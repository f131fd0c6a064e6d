// The features of each moment of a metric and its limit, as rows that a model reads at once.

import { floatAt } from '#domain/baseline/number-at.ts';
import type { CrossingRates } from '#domain/failure/crossing-rates.ts';
import { FAILURE_FEATURE_COUNT } from '#domain/failure/failure-feature-names.ts';
import { type LimitedSeries, type Moment, momentAt } from '#domain/failure/limited-series.ts';
import { dayFeatures, hourFeatures } from '#domain/failure/recurrence-features.ts';
import { historyFeatures, standingFeatures } from '#domain/failure/standing-features.ts';

/** A series, its limit, and how often a crossing followed; see `limitSeries` and `crossingRatesOf`. */
export interface FailureHistory {
  readonly series: LimitedSeries;
  readonly rates: CrossingRates;
}

/** The rows of the moments at `places`, in the order of FAILURE_FEATURE_NAMES, each number finite. */
export function failureFeatureRows(
  { series, rates }: FailureHistory,
  places: readonly number[],
): Float32Array {
  const rows = new Float32Array(places.length * FAILURE_FEATURE_COUNT);
  places.forEach((at, row) => {
    rows.set(featuresOf(momentAt(series, at), rates), row * FAILURE_FEATURE_COUNT);
  });
  return rows;
}

function featuresOf(moment: Moment, rates: CrossingRates): number[] {
  return [
    ...standingFeatures(moment),
    ...historyFeatures(moment),
    ...rateFeatures(rates, moment.at),
    ...dayFeatures(moment),
    ...hourFeatures(moment),
  ];
}

/** `rate-time-of-day` to `rate-minute-of-hour`. */
function rateFeatures(rates: CrossingRates, at: number): number[] {
  return [
    floatAt(rates.timeOfDay, at),
    floatAt(rates.timeOfDayNext, at),
    floatAt(rates.room, at),
    floatAt(rates.sinceAbove, at),
    floatAt(rates.minuteOfHour, at),
  ];
}
