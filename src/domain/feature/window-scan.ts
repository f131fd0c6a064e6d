// Sums, ranges, ranks and counts of the last points, the newest among them: what takes a pass over all of them for every
// point. One pass takes them all.

import { floatAt } from '#domain/baseline/number-at.ts';
import type { RecentPoints } from '#domain/baseline/recent-points.ts';

export interface WindowScan {
  /** The last difference, and how it differs from the one before. */
  readonly step: number;
  readonly curvature: number;
  readonly variance5: number;
  readonly variance31: number;
  readonly variance61: number;
  readonly variance181: number;
  /** Highest less lowest: of the last fifteen, and of all. */
  readonly range15: number;
  readonly range181: number;
  /** Share of the previous points below this one (equal ones count half), less a half. */
  readonly percentile181: number;
  readonly zeroShare: number;
  readonly zeroShare61: number;
}

/** What one pass over a stretch of points leaves. */
interface Stretch {
  readonly count: number;
  /** Sums of the distances to the newest point, so that large values do not drown small differences. */
  readonly sum: number;
  readonly squares: number;
  readonly lowest: number;
  readonly highest: number;
  /** Points below the newest, equal ones counted half; and points that are zero. */
  readonly below: number;
  readonly zeros: number;
}

/** Everything about the windows that end with the newest point. */
export function scanWindows(points: RecentPoints): WindowScan {
  const last5 = scanStretch(points, 0, 5);
  const last15 = joined(scanStretch(points, 5, 15), last5);
  const last31 = joined(scanStretch(points, 15, 31), last15);
  const last61 = joined(scanStretch(points, 31, 61), last31);
  const all = joined(scanStretch(points, 61, points.count), last61);
  const earlier = points.earlier(1);
  const step = points.newest() - earlier;
  return {
    step,
    curvature: step - (earlier - points.earlier(2)),
    variance5: varianceOf(last5),
    variance31: varianceOf(last31),
    variance61: varianceOf(last61),
    variance181: varianceOf(all),
    range15: last15.highest - last15.lowest,
    range181: all.highest - all.lowest,
    percentile181: rankOf(all),
    zeroShare: all.zeros / all.count,
    zeroShare61: last61.zeros / last61.count,
  };
}

/** Of the last `to` points all but the last `from`. What a processor cannot foresee is added without a branch. */
function scanStretch({ values, end, count }: RecentPoints, from: number, to: number): Stretch {
  const now = floatAt(values, end - 1);
  const start = end - Math.min(to, count);
  const stop = end - Math.min(from, count);
  let sum = 0;
  let squares = 0;
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  let below = 0;
  let zeros = 0;
  for (let i = start; i < stop; i++) {
    const value = floatAt(values, i);
    sum += value - now;
    squares += (value - now) * (value - now);
    if (value < lowest) lowest = value;
    if (value > highest) highest = value;
    below += Number(value < now) + Number(value === now) / 2;
    zeros += Number(value === 0);
  }
  return { count: stop - start, sum, squares, lowest, highest, below, zeros };
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
