// What a series was usually at over the last day and the last week: quantiles that are taken anew once an hour, because
// they move slowly and sorting is dear.

import { floatAt } from '#domain/baseline/number-at.ts';
import { pointsIn } from '#domain/forecast/regular-series.ts';

const HOUR_MINUTES = 60;
const DAY_MINUTES = 1440;
const DAYS_A_WEEK = 7;
/** The week is sorted every so many hours. */
const WEEK_HOURS = 6;

export interface UsualLevels {
  readonly dayLow: number;
  readonly dayMedian: number;
  readonly dayHigh: number;
  readonly weekMedian: number;
  readonly weekHigh: number;
  /** One of a hundred points of the week was higher. */
  readonly weekTop: number;
}

/** The levels that hold in each hour of the series, as known at its first point. */
export function usualLevelsOf(values: Float64Array, periodSeconds: number): readonly UsualLevels[] {
  const hour = pointsIn(HOUR_MINUTES, periodSeconds);
  const day = pointsIn(DAY_MINUTES, periodSeconds);
  const levels: UsualLevels[] = [];
  let week = weekLevels(values, 0, day);
  for (let at = 0; at < values.length; at += hour) {
    if (levels.length % WEEK_HOURS === 0) week = weekLevels(values, at, day);
    const sorted = sortedTail(values, at, day);
    levels.push({
      dayLow: quantileAt(sorted, 0.1),
      dayMedian: quantileAt(sorted, 0.5),
      dayHigh: quantileAt(sorted, 0.9),
      ...week,
    });
  }
  return levels;
}

function weekLevels(values: Float64Array, at: number, day: number) {
  const sorted = sortedTail(values, at, DAYS_A_WEEK * day);
  return {
    weekMedian: quantileAt(sorted, 0.5),
    weekHigh: quantileAt(sorted, 0.9),
    weekTop: quantileAt(sorted, 0.99),
  };
}

/** The last `count` values up to `at`, in order of size. */
function sortedTail(values: Float64Array, at: number, count: number): Float64Array {
  return values.slice(Math.max(0, at + 1 - count), at + 1).sort();
}

/** The lower-rank quantile of sorted values, of which there is at least one. */
export function quantileAt(sorted: Float64Array, share: number): number {
  return floatAt(sorted, Math.floor((sorted.length - 1) * share));
}
