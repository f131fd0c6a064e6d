// A trained model as the rest of the code sees it: rows of numbers in, numbers out. What the numbers mean is said by the
// domain that asks; what the model is, by its folder under models/.

import type { ModelQuality } from '#domain/model/model.ts';

/** Which file answered, so that every decision can name it. */
export interface ModelInfo {
  readonly name: string;
  /** SHA-256 of the model file. */
  readonly hash: string;
  /** SHA-256 of the feature list it was trained on. */
  readonly featureHash: string;
  /** What its training measured; empty when its manifest says nothing of it. */
  readonly quality?: ModelQuality;
  /** The version that decided when it was trained, measured in the same run on the same series. */
  readonly measuredBeside?: { readonly hash: string; readonly quality: ModelQuality } | undefined;
}

/** Stateless; one call may hold the rows of many series. */
export interface TrainedModel {
  readonly info: ModelInfo;
  /** Numbers in a row of the input, and in a row of the output. */
  readonly inputCount: number;
  readonly outputCount: number;
  /**
   * `rowCount` rows of `outputCount` numbers, in the order of `features`, which holds `rowCount` rows of `inputCount`
   * numbers. Rejects when the model cannot answer; the caller then does without it, and says so (M40).
   */
  evaluate(features: Float32Array, rowCount: number): Promise<Float32Array>;
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
