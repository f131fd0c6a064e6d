// Where a point stands among the others, over hours and days, and whether its deviation lasts or comes again.

import { hoursOf, isKnown, medianAt, weekSlotAt } from '#domain/baseline/hourly-memory.ts';
import { floatAt, numberAt } from '#domain/baseline/number-at.ts';
import { spikeDays } from '#domain/baseline/recurrence.ts';
import { clamp } from '#domain/baseline/robust.ts';
import type { SeriesState } from '#domain/baseline/series-state.ts';
import { compress, type PointView, SCALE } from '#domain/feature/point-view.ts';

/** Sizes beyond e^14 times the usual are not told apart. */
const LARGEST_LOG = 14;

/** The days that spikes are looked for on. */
const SPIKE_DAYS = 3;

/** `autocorrelation` to `recurrence-week`; `momentum` includes the newest point. */
export function persistenceFeatures(view: PointView, momentum: SeriesState['momentum']): number[] {
  const { state, now } = view;
  const hour = Math.floor(hoursOf(state.lastAt));
  const excess = Math.abs(now - state.level);
  const slot = weekSlotAt(state.memory, hour);
  return [
    autocorrelation(view),
    momentum[0],
    momentum[1],
    spikeDays(state.memory, excess, hour) / SPIKE_DAYS,
    slot && slot.excursion >= excess ? 1 : 0,
  ];
}

const AUTOCORRELATION_POINTS = 61;

/** Of the distances to the median of the last hour, each with the one before; 0 when there is no spread. */
function autocorrelation({ values, count, medians, floor }: PointView): number {
  const center = numberAt(medians, SCALE.window61);
  let products = 0;
  let squares = 0;
  let before = 0;
  for (let i = Math.max(0, count - AUTOCORRELATION_POINTS); i < count; i++) {
    const distance = floatAt(values, i) - center;
    products += distance * before;
    squares += distance * distance;
    before = distance;
  }
  return products / (squares + floor ** 2);
}

/** `percentile-61` to `noise-level`. */
export function standingFeatures(view: PointView): number[] {
  const { now, medians, scales, floor, scan } = view;
  const usual = Math.abs(numberAt(medians, SCALE.window181)) + floor;
  const hours = hourLevelsOf(view);
  const scale = numberAt(scales, SCALE.hours);
  return [
    scan.percentile61,
    scan.percentile181,
    compress(beyondRange(view), numberAt(scales, SCALE.window181)),
    compress(now - hours.last, scale),
    compress(now - hours.six, scale),
    compress(now - hours.day, scale),
    compress(hours.last - hours.day, scale),
    compress(hours.six - hours.day, scale),
    clampLog((Math.abs(now) + floor) / usual),
    clampLog(numberAt(scales, SCALE.window61) / usual),
  ];
}

/** How far the point lies outside of all previous ones; 0 when inside. */
function beyondRange({ values, count, now, scan }: PointView): number {
  if (now > scan.lowest && now < scan.highest) return 0;
  let lowest = now;
  let highest = now;
  for (let i = 0; i < count - 1; i++) {
    const value = floatAt(values, i);
    lowest = i === 0 ? value : Math.min(lowest, value);
    highest = i === 0 ? value : Math.max(highest, value);
  }
  return now - clamp(now, lowest, highest);
}

function clampLog(ratio: number): number {
  return clamp(Math.log(ratio), -LARGEST_LOG, LARGEST_LOG);
}

interface HourLevels {
  readonly last: number;
  readonly six: number;
  readonly day: number;
}

/** Medians of the last hour, six hours and day (M7); the point itself until an hour has closed, so nothing deviates. */
export function hourLevelsOf({ state, now }: PointView): HourLevels {
  const { memory } = state;
  if (!isKnown(memory, memory.openHour - 1)) return { last: now, six: now, day: now };
  return { last: medianAt(memory, memory.openHour - 1), six: memory.level6, day: memory.level24 };
}
