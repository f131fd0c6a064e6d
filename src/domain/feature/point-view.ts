// One point among those before it, with the numbers that several features share. Made once per point.

import { type HourlyMemory, isKnown, medianAt } from '#domain/baseline/hourly-memory.ts';
import { floatAt, numberAt } from '#domain/baseline/number-at.ts';
import type { OpenSeries } from '#domain/baseline/open-series.ts';
import { SCALE_COUNT } from '#domain/baseline/series-state.ts';
import { varianceFloor } from '#domain/baseline/spread.ts';
import { type SlotResiduals, slotResidualsOf } from '#domain/feature/slot-residuals.ts';
import { unexplainedMove } from '#domain/feature/trend-residuals.ts';
import { scanWindows, type WindowScan } from '#domain/feature/window-scan.ts';

/** Places of the running scales in a state, and of the distances that they are scales of. */
export const SCALE = {
  /** From the medians of the previous points. */
  window5: 0,
  window15: 1,
  window31: 2,
  window61: 3,
  window181: 4,
  day: 5,
  week: 6,
  step: 7,
  hours: 8,
  /** Of what earlier days do not explain. */
  trend15: 9,
  trend31: 10,
  trendShift: 11,
  /** From here on the scale of what is rare, not of what is usual. */
  tail15: 12,
  tailStep: 13,
  tailDay: 14,
  tailTrend: 15,
  peak: 16,
} as const;

/** Beyond a thousand usual distances more is not told apart. */
const LARGEST_RATIO = 1000;

export interface PointView {
  /** The point is its newest, and nothing was learned from it yet. */
  readonly series: OpenSeries;
  readonly now: number;
  readonly scan: WindowScan;
  readonly slots: SlotResiduals;
  readonly hours: HourLevels;
  /** In the order of SCALE, NaN where not known. Shared, as the scales: valid until the next point is viewed. */
  readonly distances: Float64Array;
  /** Usual and rare distances as learned before this point, none below the variance floor. */
  readonly scales: Float64Array;
  readonly floor: number;
}

/** Medians of the last hour, six hours and day (M7). */
export interface HourLevels {
  readonly last: number;
  readonly six: number;
  readonly day: number;
}

/** One buffer for all views. */
const distances = new Float64Array(SCALE_COUNT);
const scales = new Float64Array(SCALE_COUNT);

/** The view of the newest point of a series. */
export function viewPoint(series: OpenSeries, periodSeconds: number): PointView {
  const { points, memory } = series;
  const now = points.newest();
  const scan = scanWindows(points);
  const slots = slotResidualsOf(memory, { at: series.lastAt, value: now, periodSeconds });
  const hours = hourLevelsOf(memory, now);
  const floor = varianceFloor(floatAt(points.medians, SCALE.window181));
  for (let i = 0; i < SCALE_COUNT; i++) scales[i] = Math.max(numberAt(series.scales, i), floor);
  const view = { series, now, scan, slots, hours, distances, scales, floor };
  measureDistances(view);
  measureTrends(series, periodSeconds);
  return view;
}

function measureDistances({ series, now, scan, slots, hours }: PointView): void {
  const { medians } = series.points;
  for (let i = 0; i < medians.length; i++) distances[i] = now - floatAt(medians, i);
  distances[SCALE.day] = slots.day1;
  distances[SCALE.week] = slots.week;
  distances[SCALE.step] = scan.step;
  distances[SCALE.hours] = now - hours.six;
  distances[SCALE.tail15] = floatAt(distances, SCALE.window15);
  distances[SCALE.tailStep] = scan.step;
  distances[SCALE.tailDay] = slots.closest;
  distances[SCALE.peak] = floatAt(distances, SCALE.window181);
}

/** The middle of so many points before the newest lies so many points back. */
const BACK_5 = 3;
const BACK_15 = 8;
const BACK_31 = 16;
const BACK_61 = 31;

function measureTrends({ memory, lastAt, points }: OpenSeries, periodSeconds: number): void {
  const shift = floatAt(points.medians, SCALE.window5) - floatAt(points.medians, SCALE.window61);
  const unexplained = (distance: number, from: number, to: number) =>
    unexplainedMove(memory, { at: lastAt, periodSeconds, from, to, distance });
  distances[SCALE.trend15] = unexplained(floatAt(distances, SCALE.window15), BACK_15, 0);
  distances[SCALE.trend31] = unexplained(floatAt(distances, SCALE.window31), BACK_31, 0);
  distances[SCALE.trendShift] = unexplained(shift, BACK_61, BACK_5);
  distances[SCALE.tailTrend] = floatAt(distances, SCALE.trend31);
}

/** The point itself until an hour has closed, so that nothing deviates. */
function hourLevelsOf(memory: HourlyMemory, now: number): HourLevels {
  if (!isKnown(memory, memory.openHour - 1)) return { last: now, six: now, day: now };
  return { last: medianAt(memory, memory.openHour - 1), six: memory.level6, day: memory.level24 };
}

/** A distance of the view in units of its own scale. */
export function scaledDistance({ distances: all, scales: units }: PointView, index: number): number {
  return compress(floatAt(all, index), floatAt(units, index));
}

/**
 * A distance in units of a scale, on a logarithmic axis with its sign: 1 usual distance is 0.7, a thousand are 6.9. What
 * is not known (NaN) is 0: no deviation is claimed.
 */
export function compress(distance: number, scale: number): number {
  if (Number.isNaN(distance)) return 0;
  const ratio = Math.min(Math.abs(distance) / scale, LARGEST_RATIO);
  return distance < 0 ? -Math.log1p(ratio) : Math.log1p(ratio);
}
