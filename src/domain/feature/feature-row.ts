// Where the features of a point are written: one row of numbers, filled from the first to the last.

import { FEATURE_COUNT } from '#domain/feature/feature-names.ts';

export class FeatureRow {
  /** In the order of FEATURE_NAMES. */
  readonly values = new Float64Array(FEATURE_COUNT);
  private next = 0;

  /** Starts again at the first feature. */
  begin(): void {
    this.next = 0;
  }

  add(feature: number): void {
    this.values[this.next++] = feature;
  }
}
