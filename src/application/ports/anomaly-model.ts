// The scoring model as the observe plane sees it: rows of features in, one score each out.

import type { ModelInfo } from './trained-model.ts';

/** A trained model of what is usual. Stateless; one call may hold the rows of many services. */
export interface AnomalyModel {
  readonly info: ModelInfo;
  /**
   * The share of normal points that look more usual than each row, 0 to 1. `features` holds `rowCount` rows of
   * FEATURE_COUNT numbers. Rejects when the model cannot answer; the caller then judges by thresholds alone (M40).
   */
  score(features: Float32Array, rowCount: number): Promise<Float32Array>;
}
