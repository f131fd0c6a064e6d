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
  const lastDay = sortedTails(values, day);
  const lastWeek = sortedTails(values, DAYS_A_WEEK * day);
  const levels: UsualLevels[] = [];
  let week = weekLevels(lastWeek(0));
  for (let at = 0; at < values.length; at += hour) {
    if (levels.length % WEEK_HOURS === 0) week = weekLevels(lastWeek(at));
    const sorted = lastDay(at);
    levels.push({
      dayLow: quantileAt(sorted, 0.1),
      dayMedian: quantileAt(sorted, 0.5),
      dayHigh: quantileAt(sorted, 0.9),
      ...week,
    });
  }
  return levels;
}

function weekLevels(sorted: Float64Array) {
  return {
    weekMedian: quantileAt(sorted, 0.5),
    weekHigh: quantileAt(sorted, 0.9),
    weekTop: quantileAt(sorted, 0.99),
  };
}

/** Tells the last `count` values up to a place in order of size. Places are asked for in their order: each moves the last answer on. */
function sortedTails(values: Float64Array, count: number): (at: number) => Float64Array {
  let [from, to] = [0, 0];
  let sorted: Float64Array = new Float64Array();
  return (at) => {
    const first = Math.max(0, at + 1 - count);
    sorted = moveOn(sorted, {
      leaving: values.slice(from, first).sort(),
      entering: values.slice(to, at + 1).sort(),
    });
    [from, to] = [first, at + 1];
    return sorted;
  };
}

interface Move {
  readonly leaving: Float64Array;
  readonly entering: Float64Array;
}

/** One pass over what is in order already, in place of sorting it again: equal values may stand in for each other. */
function moveOn(sorted: Float64Array, { leaving, entering }: Move): Float64Array {
  const moved = new Float64Array(sorted.length - leaving.length + entering.length);
  let [left, entered, place] = [0, 0, 0];
  for (const value of sorted) {
    if (value === leaving[left]) {
      left++;
      continue;
    }
    while (entered < entering.length && floatAt(entering, entered) <= value)
      moved[place++] = floatAt(entering, entered++);
    moved[place++] = value;
  }
  moved.set(entering.subarray(entered), place);
  return moved;
}

/** The lower-rank quantile of sorted values, of which there is at least one. */
export function quantileAt(sorted: Float64Array, share: number): number {
  return floatAt(sorted, Math.floor((sorted.length - 1) * share));
}
