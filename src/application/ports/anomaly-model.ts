// The scoring models as the observe plane sees them: rows of features in, one raw opinion each out.

import type { ScoreParameters } from '#domain/detection/anomaly-score.ts';
import type { ModelInfo } from './trained-model.ts';

/** See `windowOf`; undefined where a point is calm. */
export type PointWindows = readonly (Float32Array | undefined)[];

/** What trained models say of points. Stateless; one call may hold the rows of many services. */
export interface AnomalyModel {
  readonly info: ModelInfo;
  /** How raw opinions become probabilities and alarms. */
  readonly parameters: ScoreParameters;
  /**
   * The logit of trouble of each row. `features` holds `rowCount` rows of FEATURE_COUNT numbers, `windows` the shape of
   * each row's last points where it is not calm. Rejects when a model cannot answer; the caller then judges by
   * thresholds alone (M40).
   */
  score(features: Float32Array, rowCount: number, windows: PointWindows): Promise<Float32Array>;
}
