// A limited resource heading for its limit: memory, connections, the age of a queue. A leak shows as a steady rise; a
// step, a cache that fills and levels off, and the swing of a day do not pass for one.

import { numberAt } from '#domain/baseline/number-at.ts';
import { medianOf } from '#domain/baseline/robust.ts';
import { type Instant, secondsAfter } from '#domain/ids.ts';

/** Windows looked at, in points, shortest first: a fast leak is over before a long window has seen it. */
const WINDOWS = [15, 30, 60, 120] as const;
const BLOCKS = 5;
/** No single block may bring more than this part of the whole rise: that would be a step. */
const LARGEST_BLOCK_SHARE = 0.6;
/** The last block must still rise by this part of the average: otherwise it levels off. */
const LEAST_LAST_SHARE = 0.5;
/** The rise must be this many times the scatter within blocks. */
const LEAST_SIGNAL = 3;

export interface Trend {
  /** When the limit is reached if the rise goes on. */
  readonly crossesAt: Instant;
  /** In the indicator's unit. */
  readonly slopePerMinute: number;
  readonly limit: number;
}

export interface TrendQuestion {
  /** One a minute, oldest first. */
  readonly values: readonly number[];
  readonly at: Instant;
  readonly limit: number;
  /** Crossings later than this are no concern yet. */
  readonly horizonMinutes: number;
  /** Part of the limit below which a rise is growth. */
  readonly minimumUse: number;
}

/** The nearest crossing of the limit that a steady rise leads to within the horizon; undefined when there is none. */
export function findTrend(question: TrendQuestion): Trend | undefined {
  const { values, at, limit, horizonMinutes, minimumUse } = question;
  const latest = medianOf(values, { from: Math.max(0, values.length - 3), to: values.length });
  if (limit <= 0 || latest < minimumUse * limit) return undefined;
  for (const window of WINDOWS) {
    if (values.length < window) break;
    const slopePerMinute = steadySlope(values.slice(-window));
    if (slopePerMinute === undefined) continue;
    const minutes = Math.max(0, (limit - latest) / slopePerMinute);
    if (minutes <= horizonMinutes)
      return { crossesAt: secondsAfter(at, minutes * 60), slopePerMinute, limit };
  }
  return undefined;
}

/** The slope per point of a rise that is steady from block to block; undefined for anything else. */
function steadySlope(values: readonly number[]): number | undefined {
  const size = values.length / BLOCKS;
  const medians = Array.from({ length: BLOCKS }, (_, block) =>
    medianOf(values, { from: Math.round(block * size), to: Math.round((block + 1) * size) }),
  );
  const steps = medians.slice(1).map((median, index) => median - numberAt(medians, index));
  const rise = numberAt(medians, BLOCKS - 1) - numberAt(medians, 0);
  const lastStep = numberAt(steps, steps.length - 1);
  const isSteady =
    rise > 0 &&
    steps.every((step) => step > 0 && step <= LARGEST_BLOCK_SHARE * rise) &&
    lastStep >= (LEAST_LAST_SHARE * rise) / steps.length &&
    rise >= LEAST_SIGNAL * scatterOf(values, medians);
  return isSteady ? rise / (size * (BLOCKS - 1)) : undefined;
}

/** The median distance of a value to the median of its block. */
function scatterOf(values: readonly number[], medians: readonly number[]): number {
  const size = values.length / BLOCKS;
  return medianOf(
    values.map((value, index) => Math.abs(value - numberAt(medians, Math.floor(index / size)))),
  );
}
