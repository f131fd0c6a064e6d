// The memory of repeating spikes: a nightly batch or a daily report stands out of its surroundings each time, and is
// nothing new. Read from the hours that a series keeps anyway.

import {
  HOURS_PER_DAY,
  type HourlyMemory,
  isKnown,
  medianAt,
  peakAt,
} from '#domain/baseline/hourly-memory.ts';

/** A spike repeats an earlier one when that one had at least this part of its height. */
const RECURRING_SHARE = 0.7;
/** So many hours before a spike the series must have been quieter, by this share. */
const QUIET_HOURS_BEFORE = 3;
const QUIET_SHARE = 0.5;
/** Days back at which a repetition is looked for, and how many of them make a habit. */
const LAST_DAYS = [1, 2, 3] as const;
const RECURRING_DAYS = 2;

/** A neighbouring hour counts too: a job that starts at 01:55 one night starts at 02:03 the next. */
function largestPeakAround(memory: HourlyMemory, hour: number): number {
  return Math.max(knownPeak(memory, hour - 1), knownPeak(memory, hour), knownPeak(memory, hour + 1));
}

function knownPeak(memory: HourlyMemory, hour: number): number {
  return isKnown(memory, hour) ? peakAt(memory, hour) : 0;
}

/** Whether a spike of about this size stood at that hour, out of quieter hours: what merely went on is no spike. */
function hadSpike(memory: HourlyMemory, excess: number, hour: number): boolean {
  const isAsHigh = largestPeakAround(memory, hour) >= RECURRING_SHARE * excess;
  return isAsHigh && knownPeak(memory, hour - QUIET_HOURS_BEFORE) < QUIET_SHARE * excess;
}

/** On how many of the last three days a spike of about this size came at this time of day. */
export function spikeDays(memory: HourlyMemory, excess: number, hour: number): number {
  let days = 0;
  for (const day of LAST_DAYS) if (hadSpike(memory, excess, hour - day * HOURS_PER_DAY)) days++;
  return days;
}

/** Whether a spike of this size comes at this time by habit: it did on two of the last three days (B3). */
export function isRecurring(memory: HourlyMemory, excess: number, hour: number): boolean {
  return excess > 0 && spikeDays(memory, excess, hour) >= RECURRING_DAYS;
}

/** Whether the series was as high as this at this time on two of the last three days. */
export function wasAsHigh(memory: HourlyMemory, value: number, hour: number): boolean {
  let days = 0;
  for (const day of LAST_DAYS) {
    const then = hour - day * HOURS_PER_DAY;
    if (isKnown(memory, then) && medianAt(memory, then) + largestPeakAround(memory, then) >= value) days++;
  }
  return days >= RECURRING_DAYS;
}
