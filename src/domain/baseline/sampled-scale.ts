// What is a large distance for a metric: a high quantile of a sample of its past distances. Slow on purpose: what lasts
// for hours must not become usual while it lasts, as it would with a quantile that follows point by point.

import { quantileOf } from '#domain/baseline/robust.ts';

/** Distances kept; with one in eight of them that is a week at five minutes. */
const SAMPLE_SIZE = 256;
const SAMPLE_STRIDE = 8;
/** Three of a hundred distances are larger: a metric with daily spikes is still at home among its spikes. */
const SCALE_SHARE = 0.97;
/** The scale is read again after so many distances, as few of them hardly move it. */
const READ_STRIDE = 16;
/** From fewer distances nothing is concluded. */
const FEWEST_DISTANCES = 32;

export class SampledScale {
  private readonly sample = new Float64Array(SAMPLE_SIZE);
  private scale = Number.NaN;
  private seen = 0;
  private kept = 0;

  /** Takes one more distance: each at first, one in eight once the sample is full. An unknown one (NaN) is ignored. */
  take(distance: number): void {
    if (Number.isNaN(distance)) return;
    if (this.kept < SAMPLE_SIZE || this.seen % SAMPLE_STRIDE === 0) this.keep(Math.abs(distance));
    this.seen++;
    if (this.seen >= FEWEST_DISTANCES && this.seen % READ_STRIDE === 0) this.read();
  }

  /** A distance in large distances of the past, with its sign, NaN while unknown. No distance is large below the floor. */
  ratioOf(distance: number, floor: number): number {
    if (distance === 0 && !Number.isNaN(this.scale)) return 0;
    return distance / Math.max(this.scale, floor);
  }

  private keep(size: number): void {
    this.sample[this.kept % SAMPLE_SIZE] = size;
    this.kept++;
  }

  private read(): void {
    const to = Math.min(this.kept, SAMPLE_SIZE);
    this.scale = quantileOf(this.sample, SCALE_SHARE, { from: 0, to });
  }
}
