// The last points of a series with the medians that the baseline and the features read, kept up to date point by point.
// In place: a copy for each point would cost more than all that is read of it.

import { floatAt, numberAt, numbersOf } from '#domain/baseline/number-at.ts';
import { medianOfFloats } from '#domain/baseline/robust.ts';
import { type PointBuffer, SlidingMedian } from '#domain/baseline/sliding-median.ts';

/** Points kept: the longest window and the newest point itself. Three hours at one a minute. */
export const RECENT_POINTS = 182;
/** Points lie one after another, so that sums need no ring; they move to the front once in as many points. */
const BUFFER_POINTS = 2 * RECENT_POINTS;

export class RecentPoints implements PointBuffer {
  readonly values = new Float64Array(BUFFER_POINTS);
  end = 0;
  count = 0;
  /** Medians of the last points, the newest among them. */
  readonly last15 = new SlidingMedian(15);
  private readonly last = [
    ...[new SlidingMedian(5), this.last15, new SlidingMedian(31)],
    ...[new SlidingMedian(61), new SlidingMedian(181)],
  ] as const;
  /** Where the last 15, and the last 181, points began: medians of the first 5, and 31, of them. */
  readonly firstOf15 = new SlidingMedian(5, 15);
  readonly firstOf181 = new SlidingMedian(31, 181);
  private readonly windows = [...this.last, this.firstOf15, this.firstOf181];
  /** Medians of the last 5, 15, 31, 61 and 181 points before the newest. */
  readonly medians = new Float64Array(this.last.length);

  /** Takes the points of another series, oldest first and at least one, instead of its own. */
  load(points: readonly number[]): void {
    const newest = points.length - 1;
    for (let i = 0; i < newest; i++) this.values[i] = numberAt(points, i);
    this.end = newest;
    this.count = newest;
    for (const window of this.windows) window.load(this);
    this.push(numberAt(points, newest));
  }

  /** Takes one more point. The first of a series has none before it, and stands for itself. */
  push(value: number): void {
    if (this.count > 0) this.noteMedians();
    this.append(value);
    if (this.count === 1) this.noteMedians();
  }

  private noteMedians(): void {
    const { medians, last } = this;
    for (let i = 0; i < medians.length; i++) medians[i] = (last[i] as SlidingMedian).value;
  }

  private append(value: number): void {
    if (this.end === BUFFER_POINTS) {
      this.values.copyWithin(0, BUFFER_POINTS - RECENT_POINTS + 1);
      this.end = RECENT_POINTS - 1;
    }
    this.values[this.end++] = value;
    this.count = Math.min(this.count + 1, RECENT_POINTS);
    for (const window of this.windows) window.slide(this);
  }

  newest(): number {
    return floatAt(this.values, this.end - 1);
  }

  /** The point so many before the newest; the oldest where there are not as many. */
  earlier(points: number): number {
    return floatAt(this.values, this.end - 1 - Math.min(points, this.count - 1));
  }

  /** The median of so many last points, the newest among them. */
  medianOfLast(points: number): number {
    const from = this.end - Math.min(points, this.count);
    return medianOfFloats(this.values, { from, to: this.end });
  }

  /** Oldest first. */
  toArray(): number[] {
    return numbersOf(this.values, this.end - this.count, this.end);
  }
}
