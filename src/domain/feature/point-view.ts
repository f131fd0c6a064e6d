// One point among those before it, with the numbers that several features share. Built once per point.

import { mediansBefore } from '#domain/baseline/nested-medians.ts';
import { floatAt, numberAt } from '#domain/baseline/number-at.ts';
import { RECENT_POINTS, SCALE_COUNT, type SeriesState } from '#domain/baseline/series-state.ts';
import { varianceFloor } from '#domain/baseline/spread.ts';
import { scanWindows, type WindowScan } from '#domain/feature/window-scan.ts';

/** Windows of previous points that residuals are taken to. */
export const RESIDUAL_WINDOWS = [5, 15, 31, 61, 181] as const;

/** Places in `SeriesState.scales`; the first five belong to the residual windows, in order. */
export const SCALE = {
  window15: 1,
  window31: 2,
  window61: 3,
  window181: 4,
  day: 5,
  week: 6,
  step: 7,
  hours: 8,
} as const;

/** Beyond a thousand usual distances more is not told apart. */
const LARGEST_RATIO = 1000;

export interface PointView {
  readonly state: SeriesState;
  /** Oldest first, `count` of them, the last is the point itself. Shared: valid until the next point is viewed. */
  readonly values: Float64Array;
  readonly count: number;
  readonly now: number;
  readonly scan: WindowScan;
  /** Medians of the previous points, one for each residual window. */
  readonly medians: readonly number[];
  /** Usual distances as learned before this point, none below the variance floor. */
  readonly scales: readonly number[];
  readonly floor: number;
}

/** One buffer for all views: a fresh one for each point would cost as much as half of the features. */
const points = new Float64Array(RECENT_POINTS);

/** The view of the newest point of a series; `state` has it appended, and nothing learned from it yet. */
export function viewPoint(state: SeriesState): PointView {
  const { recent } = state;
  const count = recent.length;
  for (let i = 0; i < count; i++) points[i] = numberAt(recent, i);
  const now = floatAt(points, count - 1);
  const scan = scanWindows(points, count);
  // The first point of a series has none before it, and stands for itself.
  const medians = mediansBefore({ values: points, ...scan }, Math.max(count - 1, 1), RESIDUAL_WINDOWS);
  const floor = varianceFloor(numberAt(medians, SCALE.window181));
  const scales: number[] = [];
  for (let i = 0; i < SCALE_COUNT; i++) scales.push(Math.max(numberAt(state.scales, i), floor));
  return { state, values: points, count, now, scan, medians, scales, floor };
}

/** A distance in units of a scale, on a logarithmic axis with its sign: 1 usual distance is 0.7, a thousand are 6.9. */
export function compress(distance: number, scale: number): number {
  const ratio = Math.min(Math.abs(distance) / scale, LARGEST_RATIO);
  return distance < 0 ? -Math.log1p(ratio) : Math.log1p(ratio);
}
