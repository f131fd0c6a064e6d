// The last points of a series as one shape, for the model that looks at nothing else. In units of the window's own spread,
// so that a shape is the same at every level and scale. Only where a point is not calm: most are, and a look costs as much
// as all features together.

import { numbersOf } from '#domain/baseline/number-at.ts';
import type { RecentPoints } from '#domain/baseline/recent-points.ts';
import { clamp, medianOf, quantileOf } from '#domain/baseline/robust.ts';
import { varianceFloor } from '#domain/baseline/spread.ts';
import { FEATURE_NAMES } from '#domain/feature/feature-names.ts';

/** As many of the points that a series remembers as strides of the model divide. Three hours at one a minute. */
export const WINDOW_POINTS = 176;
/** The names of the model's inputs, oldest first. */
export const WINDOW_NAMES = Array.from(
  { length: WINDOW_POINTS },
  (_, index) => `point-${WINDOW_POINTS - 1 - index}`,
);

const RESIDUAL = FEATURE_NAMES.indexOf('residual-31');
const STEP = FEATURE_NAMES.indexOf('step');
/** The logarithm of two thirds of a usual distance: two of three points are nearer, and as far from the point before. */
const CALM_DISTANCE = 0.5;

/** Whether a point is so near to the points before it that its shape has nothing to say. */
export function isCalm(features: ArrayLike<number>): boolean {
  const sizeOf = (index: number) => Math.abs(features[index] as number);
  return sizeOf(RESIDUAL) < CALM_DISTANCE && sizeOf(STEP) < CALM_DISTANCE;
}

/** A normal spread between the quartiles, and between the outer tenths, in standard deviations. */
const QUARTILES_APART = 1.349;
const TENTHS_APART = 2.563;
/** Half a million spreads away: more is not told apart. */
const LARGEST_DISTANCE = 14;

/**
 * The last points, oldest first, as distances from their median in their own spread, on a logarithmic axis. A series that
 * is younger began as it was first seen.
 */
export function windowOf(points: RecentPoints): Float32Array {
  const known = numbersOf(points.values, points.end - Math.min(points.count, WINDOW_POINTS), points.end);
  const before = new Array<number>(WINDOW_POINTS - known.length).fill(known[0] ?? 0);
  const window = [...before, ...known];
  const center = medianOf(window);
  const between = (low: number, high: number) => quantileOf(window, high) - quantileOf(window, low);
  const spread = Math.max(
    between(0.25, 0.75) / QUARTILES_APART,
    between(0.1, 0.9) / TENTHS_APART,
    varianceFloor(center),
  );
  const distanceOf = (value: number) =>
    clamp(Math.asinh((value - center) / spread), -LARGEST_DISTANCE, LARGEST_DISTANCE);
  return Float32Array.from(window, distanceOf);
}
