// What is a large distance for a metric: a high quantile of a sample of its past distances. Slow on purpose: what lasts
// for hours must not become usual while it lasts, as it would with a quantile that follows point by point.

import { floatAt } from '#domain/baseline/number-at.ts';
import { quantileOf } from '#domain/baseline/robust.ts';

/** Distances kept; with one in eight of them that is a week at five minutes. */
const SAMPLE_SIZE = 256;
const SAMPLE_STRIDE = 8;
/** Three of a hundred distances are larger. */
const SCALE_SHARE = 0.97;
/** The scale is read again after so many distances, as one sample hardly moves it. */
const READ_STRIDE = 16;
/** From fewer distances nothing is concluded. */
const FEWEST_DISTANCES = 32;

export class SampledScale {
  /** Undefined while too few distances were seen. */
  value: number | undefined;
  private readonly sample = new Float64Array(SAMPLE_SIZE);
  private count = 0;
  private kept = 0;

  /** Takes the size of the next distance: each one at first, one in eight once the sample is full. */
  take(size: number): void {
    if (this.kept < SAMPLE_SIZE || this.count % SAMPLE_STRIDE === 0) {
      this.sample[this.kept % SAMPLE_SIZE] = size;
      this.kept++;
    }
    this.count++;
    if (this.count >= FEWEST_DISTANCES && this.count % READ_STRIDE === 0) this.value = this.read(SCALE_SHARE);
  }

  private read(share: number): number {
    return quantileOf(this.sample, share, { from: 0, to: Math.min(this.kept, SAMPLE_SIZE) });
  }
}
