// What one series did in each hour of the last week, and what it usually does in each hour of the week: the rolling
// seven-day window (M6) in constant size. It changes only when an hour closes.

import { numberAt } from '#domain/baseline/number-at.ts';
import { roundToPacked } from '#domain/baseline/packed-numbers.ts';
import { clamp, medianOf, medianOfThree } from '#domain/baseline/robust.ts';

const MS_PER_HOUR = 3_600_000;
export const HOURS_PER_DAY = 24;
export const HOURS_PER_WEEK = 168;
/** One week, the three hours before it that level correction reads, and the hour that neighbours them. */
export const HOURS_KEPT = HOURS_PER_WEEK + 8;

/** How much of the way to what was seen a slot of the week moves: two odd weeks in a row are needed to turn it. */
const WEEKLY_RATE = 0.5;
/** The excursion of an hour of the week that has taught nothing yet: a gap or an incident is no usual value of zero. */
const NEVER_TAUGHT = -1;
/** How fast an hour's excursion is forgotten when the next week does not repeat it. */
const EXCURSION_DECAY = 0.5;

/** Rings are indexed by hour since the epoch, modulo their length. Hours from `firstHour` to before `openHour` are known. */
export interface HourlyMemory {
  readonly firstHour: number;
  readonly openHour: number;
  /** The median of each of the last hours. */
  readonly medians: readonly number[];
  /** The largest distance from the level in each of the last hours: spikes, which a median does not see. */
  readonly peaks: readonly number[];
  /** The median of the last six, and of the last 24 hours; fewer when fewer are known. */
  readonly level6: number;
  readonly level24: number;
  /** For each hour of the week, the usual median and the usual largest distance from it. */
  readonly centers: readonly number[];
  readonly excursions: readonly number[];
}

/** What one closed hour leaves behind. */
export interface HourSummary {
  /** Absent when too few of its points may teach: an incident is not what is usual (B29). */
  readonly median: number | undefined;
  readonly peak: number;
}

/** Hours since the epoch, as a fraction. */
export function hoursOf(atMs: number): number {
  return atMs / MS_PER_HOUR;
}

/** A memory in which nothing is known before the hour of `atMs`. */
export function createHourlyMemory(atMs: number): HourlyMemory {
  const hour = Math.floor(hoursOf(atMs));
  const zeros = (count: number) => new Array<number>(count).fill(0);
  return {
    firstHour: hour,
    openHour: hour,
    medians: zeros(HOURS_KEPT),
    peaks: zeros(HOURS_KEPT),
    level6: 0,
    level24: 0,
    centers: zeros(HOURS_PER_WEEK),
    excursions: new Array<number>(HOURS_PER_WEEK).fill(NEVER_TAUGHT),
  };
}

/**
 * The memory after its open hour, and the empty hours up to `nextHour`, have closed. An hour without a median (a gap,
 * or an incident) is presumed to be as a week before, or as the hour before it; the spikes of an incident are kept.
 */
export function closeHours(memory: HourlyMemory, summary: HourSummary, nextHour: number): HourlyMemory {
  const next = {
    ...memory,
    openHour: nextHour,
    medians: [...memory.medians],
    peaks: [...memory.peaks],
    centers: [...memory.centers],
    excursions: [...memory.excursions],
  };
  const oldestToFill = Math.max(memory.openHour, nextHour - HOURS_KEPT);
  for (let hour = oldestToFill; hour < nextHour; hour++) {
    const seen = hour === memory.openHour ? summary : { median: undefined, peak: 0 };
    const index = hour % HOURS_KEPT;
    next.medians[index] = roundToPacked(seen.median ?? presumedMedian(memory, hour), 'short');
    next.peaks[index] = roundToPacked(seen.peak, 'short');
    if (seen.median !== undefined) learnWeekSlot(memory, next, { median: seen.median, peak: seen.peak });
  }
  return { ...next, level6: medianOf(lastMedians(next, 6)), level24: medianOf(lastMedians(next, 24)) };
}

function presumedMedian(memory: HourlyMemory, hour: number): number {
  const weekBefore = hour - HOURS_PER_WEEK;
  const source = isKnown(memory, weekBefore) ? weekBefore : memory.openHour - 1;
  return isKnown(memory, source) ? medianAt(memory, source) : 0;
}

interface TaughtHour {
  readonly median: number;
  readonly peak: number;
}

interface WeekSlots {
  centers: number[];
  excursions: number[];
}

/** Moves the slot of the week towards what its hour has shown; the first sight is taken as it is. */
function learnWeekSlot(memory: HourlyMemory, next: WeekSlots, { median, peak }: TaughtHour): void {
  const slot = memory.openHour % HOURS_PER_WEEK;
  const center = numberAt(memory.centers, slot);
  const excursion = numberAt(memory.excursions, slot);
  const isFirst = excursion < 0;
  const newCenter = isFirst ? median : center + WEEKLY_RATE * (median - center);
  next.centers[slot] = roundToPacked(newCenter, 'short');
  next.excursions[slot] = roundToPacked(Math.max(peak, excursion * EXCURSION_DECAY), 'short');
}

/** Whether the hour has closed, is still kept, and came after the series began. */
export function isKnown(memory: HourlyMemory, hour: number): boolean {
  return hour >= memory.firstHour && hour < memory.openHour && hour > memory.openHour - HOURS_KEPT;
}

/** The median of a known hour. */
export function medianAt(memory: HourlyMemory, hour: number): number {
  return numberAt(memory.medians, hour % HOURS_KEPT);
}

/** The largest distance from the level in a known hour. */
export function peakAt(memory: HourlyMemory, hour: number): number {
  return numberAt(memory.peaks, hour % HOURS_KEPT);
}

/** The medians of the last `count` closed hours, oldest first; fewer when fewer are known. */
function lastMedians(memory: HourlyMemory, count: number): number[] {
  const from = Math.max(memory.firstHour, memory.openHour - Math.min(count, HOURS_KEPT - 1));
  const medians: number[] = [];
  for (let hour = from; hour < memory.openHour; hour++) medians.push(medianAt(memory, hour));
  return medians;
}

/**
 * What the same time `days` days ago leads to expect now: that hour's median, plus the shift of the level since then
 * (the median difference of the last three hours to theirs). Undefined when that day is not known.
 */
export function expectedFromDay(
  memory: HourlyMemory,
  days: number,
  { hours, isInterpolated }: { readonly hours: number; readonly isInterpolated: boolean },
): number | undefined {
  const shift = days * HOURS_PER_DAY;
  const hour = Math.floor(hours);
  if (!isKnown(memory, hour - shift)) return undefined;
  const base = isInterpolated ? interpolatedMedian(memory, hours - shift) : medianAt(memory, hour - shift);
  return base + levelShift(memory, hour, shift);
}

/** The median difference of the last three hours to those `shift` hours before; 0 while they are not all known. */
function levelShift(memory: HourlyMemory, hour: number, shift: number): number {
  if (!isKnown(memory, hour - 3 - shift) || !isKnown(memory, hour - 1)) return 0;
  const differenceAt = (then: number) => medianAt(memory, then) - medianAt(memory, then - shift);
  return medianOfThree(differenceAt(hour - 1), differenceAt(hour - 2), differenceAt(hour - 3));
}

/** Medians stand for the middle of their hour; between two middles the value is on the line that joins them. */
export function interpolatedMedian(memory: HourlyMemory, hours: number): number {
  const hour = Math.floor(hours - 0.5);
  const share = clamp(hours - 0.5 - hour, 0, 1);
  const here = Math.floor(hours);
  const before = isKnown(memory, hour) ? medianAt(memory, hour) : medianAt(memory, here);
  const after = isKnown(memory, hour + 1) ? medianAt(memory, hour + 1) : medianAt(memory, here);
  return before + share * (after - before);
}

/** The usual median of this hour of the week and the usual largest distance from it; undefined before it taught once. */
export function weekSlotAt(
  memory: HourlyMemory,
  hour: number,
): { readonly center: number; readonly excursion: number } | undefined {
  const slot = hour % HOURS_PER_WEEK;
  const excursion = numberAt(memory.excursions, slot);
  return excursion < 0 ? undefined : { center: numberAt(memory.centers, slot), excursion };
}
