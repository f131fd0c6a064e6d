// Whether a foreseen spike has come before at its time: a forecast takes yesterday's accident for today's plan, and
// capacity is asked for only ahead of what returns.

import { DEMAND_PERIOD_SECONDS, demandAt } from '#domain/demand/demand-history.ts';
import type { RegularSeries } from '#domain/forecast/regular-series.ts';
import { type Instant, secondsAfter } from '#domain/ids.ts';

const DAY_SECONDS = 86_400;
/** The last three days, and the same weekday of the last four weeks. */
const HABITS = [
  [1, 2, 3],
  [7, 14, 21, 28],
];
/** Times that make a habit. */
const LEAST_TIMES = 2;
/** People and jobs are not punctual. */
const EARLY_SECONDS = 900;
const LATE_SECONDS = 3600;
/** Of the foreseen peak; what is calm reaches two thirds of it at most. */
const REACHED_SHARE = 0.75;

/** Whether demand came near the peak, at about that time, twice in the last three days or on this weekday. */
export function hasComeBefore(
  series: RegularSeries,
  { spikeAt, peak }: { readonly spikeAt: Instant; readonly peak: number },
): boolean {
  const cameOn = (days: number) =>
    peakAround(series, secondsAfter(spikeAt, -days * DAY_SECONDS)) >= REACHED_SHARE * peak;
  return HABITS.some((days) => days.filter(cameOn).length >= LEAST_TIMES);
}

/** The highest known value around a moment; 0 when none is known. */
function peakAround(series: RegularSeries, around: Instant): number {
  let highest = 0;
  for (let seconds = -EARLY_SECONDS; seconds <= LATE_SECONDS; seconds += DEMAND_PERIOD_SECONDS) {
    const value = demandAt(series, secondsAfter(around, seconds));
    if (value > highest) highest = value;
  }
  return highest;
}
