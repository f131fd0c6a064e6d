// The scoring model as the observe plane sees it: rows of features in, one score each out.

/** A trained model of what is usual. Stateless; one call may hold the rows of many services. */
export interface AnomalyModel {
  readonly info: {
    readonly name: string;
    /** SHA-256 of the model file. */
    readonly hash: string;
    /** SHA-256 of the feature list it was trained on. */
    readonly featureHash: string;
  };
  /**
   * The share of normal points that look more usual than each row, 0 to 1. `features` holds `rowCount` rows of
   * FEATURE_COUNT numbers. Rejects when the model cannot answer; the caller then judges by thresholds alone (M40).
   */
  score(features: Float32Array, rowCount: number): Promise<Float32Array>;
}

/** A model file that must not be used: it is not what its manifest says, or was trained on other features. */
export class ModelRefusedError extends Error {
  override readonly name = 'ModelRefusedError';
  readonly reason: ModelRefusal;

  constructor(reason: ModelRefusal, message: string) {
    super(message);
    this.reason = reason;
  }
}

export type ModelRefusal = 'unreadable' | 'hash-mismatch' | 'feature-mismatch';
