// Reads of numbers whose index is known to be within bounds. Two functions, because a call site that sees one kind of
// array only is several times as fast.

/** The number at an index that the caller knows to exist. */
export function numberAt(values: readonly number[], index: number): number {
  return values[index] as number;
}

/** The float at an index that the caller knows to exist. */
export function floatAt(values: Float64Array, index: number): number {
  return values[index] as number;
}
