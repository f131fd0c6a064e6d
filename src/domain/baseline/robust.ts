// Robust statistics on small windows: quantiles, slopes and a running quantile of constant size. Every baseline,
// feature and trend of the loop is built from these, because a mean or a variance follows the very outlier it should show.

import { floatAt, numberAt } from '#domain/baseline/number-at.ts';

/** The longest window any caller asks for; longer input is read from its end. */
const SCRATCH_SIZE = 1024;
const scratch = new Float64Array(SCRATCH_SIZE);

/** A part of `values` from index `from` (inclusive) to `to` (exclusive). */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** The median of a part of `values`; 0 when the part is empty. Even counts take the lower middle, so it is always a value seen. */
export function medianOf(values: ArrayLike<number>, span: Span = { from: 0, to: values.length }): number {
  return quantileOf(values, 0.5, span);
}

/** The value below which `share` of a part of `values` lies (lower rank, no interpolation); 0 when the part is empty. */
export function quantileOf(
  values: ArrayLike<number>,
  share: number,
  span: Span = { from: 0, to: values.length },
): number {
  const from = Math.max(0, span.from, span.to - SCRATCH_SIZE);
  const count = span.to - from;
  if (count <= 0) return 0;
  for (let i = 0; i < count; i++) scratch[i] = values[from + i] as number;
  return selectSmallest(count, Math.floor((count - 1) * share));
}

/** The median of a part of floats: as medianOf, which has to expect any kind of list, but several times as fast. */
export function medianOfFloats(values: Float64Array, { from, to }: Span): number {
  if (to <= from) return 0;
  for (let i = from; i < to; i++) scratch[i - from] = floatAt(values, i);
  return selectSmallest(to - from, (to - from - 1) >> 1);
}

/** Hoare's selection on the scratch buffer: linear on average, no allocation. */
function selectSmallest(count: number, rank: number): number {
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const [left, right] = partition(low, high, at(rank));
    if (right < rank) low = left;
    if (rank < left) high = right;
  }
  return at(rank);
}

/** Moves what is smaller than the pivot before what is larger; the two ends are where the sides begin. */
function partition(low: number, high: number, pivot: number): readonly [left: number, right: number] {
  let left = low;
  let right = high;
  do {
    while (at(left) < pivot) left++;
    while (at(right) > pivot) right--;
    if (left <= right) swap(left++, right--);
  } while (left <= right);
  return [left, right];
}

function at(index: number): number {
  return floatAt(scratch, index);
}

function swap(left: number, right: number): void {
  const kept = at(left);
  scratch[left] = at(right);
  scratch[right] = kept;
}

/** The middle one of three. */
export function medianOfThree(one: number, two: number, three: number): number {
  return Math.max(Math.min(one, two), Math.min(Math.max(one, two), three));
}

/**
 * The Theil-Sen slope per step of equally spaced values: the median of the slopes of all pairs. Unmoved by up to 29 %
 * of outliers. 0 for fewer than two values. Meant for at most 45 values (990 pairs fit the buffer).
 */
export function theilSenSlope(values: readonly number[]): number {
  const slopes: number[] = [];
  for (let i = 0; i < values.length; i++) {
    for (let j = i + 1; j < values.length; j++) {
      slopes.push((numberAt(values, j) - numberAt(values, i)) / (j - i));
    }
  }
  return medianOf(slopes);
}

/** Which quantile is tracked, and how far one sample may move it (a share of its present value). */
export interface QuantileTracking {
  readonly share: number;
  readonly rate: number;
}

/**
 * One step of a running quantile in constant space: up by `rate x share` when the sample is above it, down by
 * `rate x (1 - share)` when not, so it rests where `share` of the samples lie below. A step is a fixed part of the
 * value, so no outlier, however large, moves it further than any other.
 */
export function trackQuantile(current: number, sample: number, { share, rate }: QuantileTracking): number {
  return sample > current ? current * (1 + rate * share) : current * (1 - rate * (1 - share));
}

/** `value`, held between `lowest` and `highest`. */
export function clamp(value: number, lowest: number, highest: number): number {
  return Math.min(Math.max(value, lowest), highest);
}

/** `current` moved towards `goal` by at most `largestStep`. */
export function stepTowards(current: number, goal: number, largestStep: number): number {
  return current + clamp(goal - current, -largestStep, largestStep);
}
