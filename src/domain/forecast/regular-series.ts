// A series on its own grid: one value a period, with unknown ones where the recording has none. Forecasts and failure
// predictions read nothing else, so that a step back by a day is always the same number of points.

import { numberAt } from '#domain/baseline/number-at.ts';
import type { Instant } from '#domain/ids.ts';

export interface RegularSeries {
  /** Start of the first period. */
  readonly startAt: Instant;
  readonly periodSeconds: number;
  /** NaN where nothing is known. */
  readonly values: Float64Array;
}

/** A point as recorded; late and duplicate ones are left out by the reader. */
export interface SeriesPoint {
  readonly at: Instant;
  /** Absent when the recording says nothing of this moment. */
  readonly value: number | undefined;
}

/** The series, and the place of each point in it. */
export interface GriddedSeries {
  readonly series: RegularSeries;
  /** By point, its index in `series.values`. */
  readonly places: readonly number[];
}

const WEEK_MS = 7 * 86_400_000;
/** No feature looks back further, so a longer gap is shortened, by whole weeks: slots of day and week stay what they are. */
const LONGEST_GAP_MS = 2 * WEEK_MS;

/** Points in the order of time on a grid of their period. Of several in one period the first known value counts. */
export function toRegularSeries(points: readonly SeriesPoint[], periodSeconds: number): GriddedSeries {
  const places = placesOf(points, periodSeconds * 1000);
  const values = new Float64Array((places.at(-1) ?? -1) + 1).fill(Number.NaN);
  points.forEach(({ value }, index) => {
    const place = numberAt(places, index);
    if (value !== undefined && Number.isNaN(values[place])) values[place] = value;
  });
  const startAt = points[0]?.at ?? (0 as Instant);
  return { series: { startAt, periodSeconds, values }, places };
}

function placesOf(points: readonly SeriesPoint[], periodMs: number): number[] {
  const places: number[] = [];
  let skippedMs = 0;
  let before: SeriesPoint | undefined;
  const startAt = points[0]?.at ?? 0;
  for (const point of points) {
    const gapMs = point.at - (before?.at ?? point.at);
    if (gapMs > LONGEST_GAP_MS) skippedMs += Math.floor((gapMs - LONGEST_GAP_MS) / WEEK_MS) * WEEK_MS;
    places.push(Math.round((point.at - startAt - skippedMs) / periodMs));
    before = point;
  }
  return places;
}

/** How many points cover so many minutes, at least one. */
export function pointsIn(minutes: number, periodSeconds: number): number {
  return Math.max(1, Math.round((minutes * 60) / periodSeconds));
}

/** The values with every unknown one replaced by the last known before it; those before the first known one by that. */
export function fillForward(values: Float64Array): Float64Array {
  const filled = new Float64Array(values.length);
  let last = values.find((value) => !Number.isNaN(value)) ?? 0;
  values.forEach((value, index) => {
    if (!Number.isNaN(value)) last = value;
    filled[index] = last;
  });
  return filled;
}
