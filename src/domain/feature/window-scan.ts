// Sums, ranges, ranks and counts of the last points, all taken in one pass: the part of the features that costs most.

import { floatAt } from '#domain/baseline/number-at.ts';

export interface WindowScan {
  /** The last difference, and how it differs from the one before. */
  readonly step: number;
  readonly curvature: number;
  readonly variance5: number;
  readonly variance31: number;
  readonly variance61: number;
  readonly variance181: number;
  readonly lowest: number;
  readonly highest: number;
  /** Highest less lowest of the last fifteen. */
  readonly range15: number;
  /** Share of the previous points below this one (equal ones count half), less a half. */
  readonly percentile61: number;
  readonly percentile181: number;
  readonly zeroShare: number;
  readonly zeroShare61: number;
}

/** Running sums of a stretch of points. */
interface Stretch {
  readonly count: number;
  readonly sum: number;
  readonly squares: number;
  readonly lowest: number;
  readonly highest: number;
  /** Points below the newest, equal ones counted half; and points that are zero. */
  readonly below: number;
  readonly zeros: number;
}

/** Everything about the windows that end with the newest of the first `count` values. */
export function scanWindows(values: Float64Array, count: number): WindowScan {
  const now = floatAt(values, count - 1);
  const from = (window: number) => Math.max(0, count - window);
  const stretch = (start: number, end: number) => scanStretch(values, { start, end, now });
  const last5 = stretch(from(5), count);
  const last15 = joined(stretch(from(15), from(5)), last5);
  const last31 = joined(stretch(from(31), from(15)), last15);
  const last61 = joined(stretch(from(61), from(31)), last31);
  const all = joined(stretch(0, from(61)), last61);
  const earlier = floatAt(values, Math.max(count - 2, 0));
  const step = now - earlier;
  return {
    step,
    curvature: step - (earlier - floatAt(values, Math.max(count - 3, 0))),
    variance5: varianceOf(last5),
    variance31: varianceOf(last31),
    variance61: varianceOf(last61),
    variance181: varianceOf(all),
    lowest: all.lowest,
    highest: all.highest,
    range15: last15.highest - last15.lowest,
    percentile61: rankOf(last61),
    percentile181: rankOf(all),
    zeroShare: all.zeros / all.count,
    zeroShare61: last61.zeros / last61.count,
  };
}

interface Bounds {
  readonly start: number;
  readonly end: number;
  /** The newest value, to which sums and ranks refer. */
  readonly now: number;
}

/** Sums are of distances to the newest point, so that large values do not drown small differences. */
function scanStretch(values: Float64Array, { start, end, now }: Bounds): Stretch {
  let sum = 0;
  let squares = 0;
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  let below = 0;
  let zeros = 0;
  for (let i = start; i < end; i++) {
    const value = floatAt(values, i);
    const distance = value - now;
    sum += distance;
    squares += distance * distance;
    lowest = Math.min(lowest, value);
    highest = Math.max(highest, value);
    below += (distance < 0 ? 1 : 0) + (distance === 0 ? 0.5 : 0);
    zeros += value === 0 ? 1 : 0;
  }
  return { count: end - start, sum, squares, lowest, highest, below, zeros };
}

function joined(one: Stretch, other: Stretch): Stretch {
  return {
    count: one.count + other.count,
    sum: one.sum + other.sum,
    squares: one.squares + other.squares,
    lowest: Math.min(one.lowest, other.lowest),
    highest: Math.max(one.highest, other.highest),
    below: one.below + other.below,
    zeros: one.zeros + other.zeros,
  };
}

function varianceOf({ count, sum, squares }: Stretch): number {
  return Math.max(squares / count - (sum / count) ** 2, 0);
}

/** The newest point counts itself as equal; it is taken out again. */
function rankOf({ count, below }: Stretch): number {
  return count === 1 ? 0 : (below - 0.5) / (count - 1) - 0.5;
}
