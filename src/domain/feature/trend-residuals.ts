// How far a series has moved from the points before, once the way is taken off that an earlier day went in the same time: a
// steep morning is no news, and must not hide a dip in it.

import {
  HOURS_PER_DAY,
  type HourlyMemory,
  hoursOf,
  interpolatedMedian,
  isKnown,
  medianAt,
} from '#domain/baseline/hourly-memory.ts';
import { DAYS_BACK, INTERPOLATED_BELOW_SECONDS } from '#domain/feature/slot-residuals.ts';

const SECONDS_PER_HOUR = 3600;

/** A move of a series between two levels, in its own unit. */
export interface Move {
  /** Of the newest point, milliseconds since the epoch. */
  readonly at: number;
  readonly periodSeconds: number;
  /** How many points back the two levels lie. */
  readonly from: number;
  readonly to: number;
  readonly distance: number;
}

/** What no earlier day explains: the distance less the move of the day that explains it best; all of it without days. */
export function unexplainedMove(
  memory: HourlyMemory,
  { at, periodSeconds, from, to, distance }: Move,
): number {
  const end = hoursOf(at) - (to * periodSeconds) / SECONDS_PER_HOUR;
  const begin = hoursOf(at) - (from * periodSeconds) / SECONDS_PER_HOUR;
  const isInterpolated = periodSeconds < INTERPOLATED_BELOW_SECONDS;
  let closest = Number.NaN;
  for (const days of DAYS_BACK) {
    const shift = days * HOURS_PER_DAY;
    if (!isKnown(memory, Math.floor(begin) - shift) || !isKnown(memory, Math.floor(end) - shift)) continue;
    const move =
      levelAt(memory, end - shift, isInterpolated) - levelAt(memory, begin - shift, isInterpolated);
    if (!(Math.abs(distance - move) >= Math.abs(closest))) closest = distance - move;
  }
  return Number.isNaN(closest) ? distance : closest;
}

function levelAt(memory: HourlyMemory, hours: number, isInterpolated: boolean): number {
  return isInterpolated ? interpolatedMedian(memory, hours) : medianAt(memory, Math.floor(hours));
}
