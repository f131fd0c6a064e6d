// Running sums, maxima and slopes over the last points of a series, each computed once for the whole series. Every number
// at an index rests on that point and earlier ones only.

import { floatAt } from '#domain/baseline/number-at.ts';

/** The largest of the last `window` values at each index; of fewer at the beginning. Linear in time (monotone queue). */
export function trailingMax(values: Float64Array, window: number): Float64Array {
  const result = new Float64Array(values.length);
  const queue = new Int32Array(values.length);
  let head = 0;
  let tail = 0;
  for (let i = 0; i < values.length; i++) {
    const value = floatAt(values, i);
    while (tail > head && floatAt(values, queue[tail - 1] as number) <= value) tail--;
    queue[tail++] = i;
    if ((queue[head] as number) <= i - window) head++;
    result[i] = floatAt(values, queue[head] as number);
  }
  return result;
}

/** Sums from the beginning, exclusive: the sum of `values` from `from` to before `to` is `sums[to] - sums[from]`. */
export function prefixSums(values: ArrayLike<number>): Float64Array {
  const sums = new Float64Array(values.length + 1);
  for (let i = 0; i < values.length; i++) sums[i + 1] = floatAt(sums, i) + (values[i] as number);
  return sums;
}

/** Sum and mean over the last points, and the straight line through them, from prefix sums. */
export interface RunningSums {
  readonly plain: Float64Array;
  readonly squared: Float64Array;
  /** Of index times value. */
  readonly weighted: Float64Array;
}

/** The sums of a series whose values should be near 0, so that squares lose no digits. */
export function runningSums(values: Float64Array): RunningSums {
  return {
    plain: prefixSums(values),
    squared: prefixSums(values.map((value) => value * value)),
    weighted: prefixSums(values.map((value, index) => value * index)),
  };
}

/** Mean, standard deviation, slope per point and fitted end of the last `window` points up to `at`. */
export interface LineFit {
  readonly mean: number;
  readonly deviation: number;
  readonly slope: number;
  readonly end: number;
}

/** The least-squares line through the last `window` points up to `at`. */
export function fitLine(sums: RunningSums, at: number, window: number): LineFit {
  const from = Math.max(0, at + 1 - window);
  const count = at + 1 - from;
  const between = (series: Float64Array) => floatAt(series, at + 1) - floatAt(series, from);
  const mean = between(sums.plain) / count;
  const variance = Math.max(0, between(sums.squared) / count - mean * mean);
  const middle = (from + at) / 2;
  const spread = (count * (count * count - 1)) / 12;
  const slope = count < 2 ? 0 : (between(sums.weighted) - middle * count * mean) / spread;
  return { mean, deviation: Math.sqrt(variance), slope, end: mean + slope * (at - middle) };
}
