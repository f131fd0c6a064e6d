// When a metric was above its limit, and when it went there: one pass over the series, read by every later question.

import { floatAt } from '#domain/baseline/number-at.ts';
import { prefixSums } from '#domain/failure/windows.ts';

/** All by index. A crossing is the first point above the limit after one that was not. */
export interface Crossings {
  readonly isAbove: Uint8Array;
  /** Exclusive prefix sums of points above, and of crossings. */
  readonly aboveSums: Float64Array;
  readonly crossingSums: Float64Array;
  /** The last point above, and the last crossing, at or before; -1 when there was none. */
  readonly lastAbove: Int32Array;
  readonly lastCrossing: Int32Array;
  /** The first crossing at or after, beyond the series when there is none: to be believed only where it is past. */
  readonly nextCrossing: Int32Array;
  /** Places of the crossings, in order. */
  readonly places: readonly number[];
}

/** Where a series, unknown values filled, is above and crosses its limit. */
export function findCrossings(values: Float64Array, limit: number): Crossings {
  const isAbove = new Uint8Array(values.length);
  const isCrossing = new Uint8Array(values.length);
  const places: number[] = [];
  for (let i = 0; i < values.length; i++) {
    if (floatAt(values, i) <= limit) continue;
    isAbove[i] = 1;
    if (i > 0 && isAbove[i - 1] === 1) continue;
    isCrossing[i] = 1;
    places.push(i);
  }
  return {
    isAbove,
    aboveSums: prefixSums(isAbove),
    crossingSums: prefixSums(isCrossing),
    lastAbove: lastMarked(isAbove),
    lastCrossing: lastMarked(isCrossing),
    nextCrossing: nextMarked(isCrossing),
    places,
  };
}

/** The place at an index that the caller knows to exist. */
export function placeAt(places: Int32Array, index: number): number {
  return places[index] as number;
}

function lastMarked(marks: Uint8Array): Int32Array {
  let last = -1;
  return Int32Array.from(marks, (mark, index) => {
    if (mark === 1) last = index;
    return last;
  });
}

function nextMarked(marks: Uint8Array): Int32Array {
  const next = new Int32Array(marks.length);
  let found = marks.length;
  for (let i = marks.length - 1; i >= 0; i--) {
    if (marks[i] === 1) found = i;
    next[i] = found;
  }
  return next;
}
