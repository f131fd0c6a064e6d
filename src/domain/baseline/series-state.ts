// All that is remembered of one series, in constant size: the last points, running scales, the level that thresholds
// stand on, what is usual under each load, and the hours of the week. Plain JSON, and never changed: see open-series.ts.

import { createHourlyMemory, type HourlyMemory } from '#domain/baseline/hourly-memory.ts';
import type { LoadBand } from '#domain/baseline/load-band.ts';
import { roundToPacked } from '#domain/baseline/packed-numbers.ts';

/** The number of running scales that features are divided by; their meaning is in feature/point-view.ts. */
export const SCALE_COUNT = 17;

export interface SeriesState {
  /** Start of the period of the newest point, milliseconds since the epoch; older points are ignored. */
  readonly lastAt: number;
  /** Points ever seen, and those that fell into the open hour. */
  readonly count: number;
  readonly hourCount: number;
  /** Largest distance from the level in the open hour. */
  readonly hourPeak: number;
  /** Points of the open hour that may teach. */
  readonly hourTaught: number;
  /** Oldest first. */
  readonly recent: readonly number[];
  /** Periods that passed without a point just before the newest. */
  readonly gap: number;
  /** The same value repeated, in points, and the running share of repeats. */
  readonly flatRun: number;
  readonly repeatShare: number;
  /** Running quantiles of the absolute residuals: what is usual, and what is rare. */
  readonly scales: readonly number[];
  /** Running mean of the scaled residual. */
  readonly momentum: number;
  /** Running shares of points that left their usual distance by far, and points since the last of them. */
  readonly excessShares: readonly [fast: number, slow: number];
  readonly sinceExcess: number;
  /** What the series is usually at, and how far from it nine of ten points stay: the ground of thresholds. */
  readonly level: number;
  readonly spread: number;
  readonly loadBands: readonly LoadBand[];
  readonly memory: HourlyMemory;
}

/** The state when the first point of a series has come, and nothing was learned from it yet. */
export function createSeries(atMs: number, value: number): SeriesState {
  const first = roundToPacked(value, 'long');
  return {
    lastAt: atMs,
    count: 1,
    hourCount: 1,
    hourPeak: 0,
    hourTaught: 0,
    recent: [first],
    gap: 0,
    flatRun: 0,
    repeatShare: 0,
    scales: new Array<number>(SCALE_COUNT).fill(0),
    momentum: 0,
    excessShares: [0, 0],
    sinceExcess: 0,
    level: first,
    spread: 0,
    loadBands: [],
    memory: createHourlyMemory(atMs),
  };
}
