// The last points of a series as one shape, for the model that looks at nothing else. In units of the window's own spread,
// so that a shape is the same at every level and scale. Only where a point is not calm: most are, and a look costs as much
// as all features together.

import { floatAt } from '#domain/baseline/number-at.ts';
import type { RecentPoints } from '#domain/baseline/recent-points.ts';
import { clamp } from '#domain/baseline/robust.ts';
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
export function windowOf({ values, end, count }: RecentPoints): Float32Array {
  const known = Math.min(count, WINDOW_POINTS);
  const points = new Float64Array(WINDOW_POINTS).fill(floatAt(values, end - known));
  points.set(values.subarray(end - known, end), WINDOW_POINTS - known);
  const { center, spread } = middleOf(points);
  const window = new Float32Array(WINDOW_POINTS);
  for (let i = 0; i < WINDOW_POINTS; i++) {
    const distance = Math.asinh((floatAt(points, i) - center) / spread);
    window[i] = clamp(distance, -LARGEST_DISTANCE, LARGEST_DISTANCE);
  }
  return window;
}

/** Sorted once: five quantiles by selection would take three times as long. */
function middleOf(points: Float64Array): { readonly center: number; readonly spread: number } {
  const sorted = points.slice().sort();
  const at = (share: number) => floatAt(sorted, Math.floor((WINDOW_POINTS - 1) * share));
  const center = at(0.5);
  const quartiles = (at(0.75) - at(0.25)) / QUARTILES_APART;
  const tenths = (at(0.9) - at(0.1)) / TENTHS_APART;
  return { center, spread: Math.max(quartiles, tenths, varianceFloor(center)) };
}
