// What a detector has to beat: scores that anybody can write in ten lines. All but the last look back only.

import type { RecordedSeries } from '../../features/recorded-series.ts';
import { randomCutScores } from './random-cut-forest.ts';

const SECONDS_PER_DAY = 86_400;
/** Part of a series from which a static threshold is set. */
const SETTING_SHARE = 0.15;
const LEAST_SPREAD = 1e-9;

/** One score a point, larger is more unusual. */
export type BaselineScore = (series: RecordedSeries) => Float64Array;

/** Distance from the mean of the first part of the series, in its standard deviations: a threshold set once. */
export function staticThreshold({ points }: RecordedSeries): Float64Array {
  const first = points.slice(0, Math.max(10, Math.floor(SETTING_SHARE * points.length)));
  const { mean, spread } = momentsOf(first.map(({ value }) => value));
  return Float64Array.from(points, ({ value }) => distance(value, mean, spread));
}

/** Distance from the mean of the last day (at least 30 points), in its standard deviations. */
export function rollingZ({ points, periodSeconds }: RecordedSeries): Float64Array {
  return runningZ(
    points.map(({ value }) => value),
    Math.max(30, Math.round(SECONDS_PER_DAY / periodSeconds)),
  );
}

/** The difference to the same time of the day before, against its own running moments of three days. */
export function dailySeasonalZ({ points, periodSeconds }: RecordedSeries): Float64Array {
  const day = Math.round(SECONDS_PER_DAY / periodSeconds);
  const differences = points.map(({ value }, index) =>
    index < day ? Number.NaN : value - (points[index - day]?.value ?? Number.NaN),
  );
  return runningZ(differences, 3 * Math.max(30, day));
}

/** Days that a day is compared with where one of them may have been odd. */
const DAYS_COMPARED = 7;

/** The difference to the median of the same time of up to seven days before, against its own running moments of three days. */
export function weeklyMedianZ({ points, periodSeconds }: RecordedSeries): Float64Array {
  const day = Math.round(SECONDS_PER_DAY / periodSeconds);
  const differences = points.map(({ value }, index) => {
    const before = Array.from(
      { length: DAYS_COMPARED },
      (_, back) => points[index - (back + 1) * day]?.value,
    );
    const known = before.filter((one) => one !== undefined).sort((one, other) => one - other);
    return value - (known[(known.length - 1) >> 1] ?? Number.NaN);
  });
  return runningZ(differences, 3 * Math.max(30, day));
}

/** Random cut forest over the last `shingle` points together; a missing value repeats the one before it. */
export function randomCut({ points }: RecordedSeries, shingle: number): Float64Array {
  const known = new Float64Array(points.length);
  points.forEach(({ value }, index) => {
    known[index] = Number.isFinite(value) ? value : (known[index - 1] ?? 0);
  });
  const first = new Float64Array(shingle - 1).fill(known[0] ?? 0);
  const all = Float64Array.of(...first, ...known);
  return randomCutScores(points.map((_, index) => all.subarray(index, index + shingle)));
}

const MEDIAN_REACH = 5;

/** |x - centred median of 11|: the trivial score that many published detectors do not beat. It looks ahead. */
export function smoothedResidual({ points }: RecordedSeries): Float64Array {
  return Float64Array.from(points, ({ value }, index) => {
    const around = points
      .slice(Math.max(0, index - MEDIAN_REACH), index + MEDIAN_REACH + 1)
      .map((point) => point.value)
      .sort((one, other) => one - other);
    return Math.abs(value - (around[around.length >> 1] ?? value));
  });
}

function momentsOf(values: readonly number[]): { readonly mean: number; readonly spread: number } {
  const known = values.filter(Number.isFinite);
  const mean = known.reduce((sum, value) => sum + value, 0) / Math.max(known.length, 1);
  const variance = known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(known.length, 1);
  return { mean, spread: Math.sqrt(variance) };
}

function distance(value: number, mean: number, spread: number): number {
  const size = Math.abs(value - mean) / Math.max(spread, LEAST_SPREAD * (1 + Math.abs(mean)));
  return Number.isFinite(size) ? Math.min(size, 1e6) : 0;
}

/** So many values make moments to compare with. */
const LEAST_KNOWN = 30;

/** Each value against the moments of the `window` values before it; what is not known is neither scored nor counted. */
function runningZ(values: readonly number[], window: number): Float64Array {
  const scores = new Float64Array(values.length);
  let sum = 0;
  let squares = 0;
  let count = 0;
  const take = (value: number, times: 1 | -1) => {
    if (!Number.isFinite(value)) return;
    sum += times * value;
    squares += times * value ** 2;
    count += times;
  };
  values.forEach((value, index) => {
    if (count >= LEAST_KNOWN) {
      const mean = sum / count;
      scores[index] = distance(value, mean, Math.sqrt(Math.max(squares / count - mean ** 2, 0)));
    }
    take(value, 1);
    take(values[index - window] ?? Number.NaN, -1);
  });
  return scores;
}
