// What a failure prediction has to beat: that what crossed lately crosses again, that today is like yesterday, the same
// time of all earlier days, and the straight line that monitoring systems draw.

import { floatAt } from '#domain/baseline/number-at.ts';
import type { LimitedSeries } from '#domain/failure/limited-series.ts';
import { fitLine } from '#domain/failure/windows.ts';

/** A score of one moment: the larger, the likelier a crossing within half an hour. */
export type FailureBaseline = (series: LimitedSeries, at: number) => number;

const DAYS = 7;

export const FAILURE_BASELINES: Readonly<Record<string, FailureBaseline>> = {
  'persistence (time since last above)': ({ crossings }, at) => {
    const last = crossings.lastAbove[at] ?? -1;
    return last < 0 ? 0 : 1 / (1 + at - last);
  },
  'seasonal naive (crossed then, yesterday)': (series, at) => crossedAfter(series, at - series.day, at) ?? 0,
  'same slot (share of seven days)': (series, at) => {
    const days = Array.from({ length: DAYS }, (_, day) =>
      crossedAfter(series, at - (day + 1) * series.day, at),
    );
    const known = days.filter((day) => day !== undefined);
    return known.length === 0 ? 0 : known.reduce((sum, day) => sum + day, 0) / known.length;
  },
  'predict_linear (one hour)': (series, at) => {
    const { slope, end } = fitLine(series.sums, at, series.hour);
    const room = series.limit - (end + series.origin);
    return slope > 0 ? 1 / (1 + Math.max(0, room / slope)) : 0;
  },
};

function crossedAfter(
  { maxima, halfHour, limit }: LimitedSeries,
  past: number,
  now: number,
): number | undefined {
  if (past < 0) return undefined;
  return floatAt(maxima[30], Math.min(now, past + halfHour)) > limit ? 1 : 0;
}
