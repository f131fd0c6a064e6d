// The median of a window that slides along a series. It is held with how many numbers are smaller and how many are equal:
// one number that enters and one that leaves move it by one place at most, so nothing is ever sorted.

import { floatAt } from '#domain/baseline/number-at.ts';
import { medianOfFloats } from '#domain/baseline/robust.ts';

/** Points of a series, oldest first: `count` of them before index `end`. */
export interface PointBuffer {
  readonly values: Float64Array;
  readonly end: number;
  readonly count: number;
}

/** Of the first `size` of the last `span` points; of a shorter series, of the first `size` there are. */
export class SlidingMedian {
  /** The lower middle one, so always one that was seen; 0 before the first. */
  value = 0;
  private readonly size: number;
  private readonly span: number;
  private count = 0;
  private smaller = 0;
  private equal = 0;

  constructor(size: number, span = size) {
    this.size = size;
    this.span = span;
  }

  /** Begins anew with the points of a series. */
  load(points: PointBuffer): void {
    const from = this.firstIndex(points);
    this.count = Math.min(points.count, this.size);
    this.value = medianOfFloats(points.values, { from, to: from + this.count });
    this.smaller = 0;
    this.equal = 0;
    for (let i = from; i < from + this.count; i++) {
      const value = floatAt(points.values, i);
      this.smaller += Number(value < this.value);
      this.equal += Number(value === this.value);
    }
  }

  /** Slides on, once a point was appended to the series. */
  slide(points: PointBuffer): void {
    const { values, end, count } = points;
    const left = end - 1 - this.span;
    if (count <= this.size) {
      this.count = count;
      this.weigh(floatAt(values, end - 1), 1);
    } else if (count > this.span) {
      this.weigh(floatAt(values, left), -1);
      this.weigh(floatAt(values, left + this.size), 1);
    }
    const rank = (this.count - 1) >> 1;
    if (rank < this.smaller) this.moveDown(points);
    else if (rank >= this.smaller + this.equal) this.moveUp(points);
  }

  private firstIndex({ end, count }: PointBuffer): number {
    return end - Math.min(count, this.span);
  }

  private weigh(value: number, weight: 1 | -1): void {
    if (value < this.value) this.smaller += weight;
    else if (value === this.value) this.equal += weight;
  }

  /** To the largest of the smaller ones. */
  private moveDown(points: PointBuffer): void {
    const from = this.firstIndex(points);
    let next = Number.NEGATIVE_INFINITY;
    let equal = 0;
    for (let i = from; i < from + this.count; i++) {
      const value = floatAt(points.values, i);
      if (value < next || value >= this.value) continue;
      equal = value === next ? equal + 1 : 1;
      next = value;
    }
    this.value = next;
    this.equal = equal;
    this.smaller -= equal;
  }

  /** To the smallest of the larger ones. */
  private moveUp(points: PointBuffer): void {
    const from = this.firstIndex(points);
    let next = Number.POSITIVE_INFINITY;
    let equal = 0;
    for (let i = from; i < from + this.count; i++) {
      const value = floatAt(points.values, i);
      if (value > next || value <= this.value) continue;
      equal = value === next ? equal + 1 : 1;
      next = value;
    }
    this.smaller += this.equal;
    this.value = next;
    this.equal = equal;
  }
}
