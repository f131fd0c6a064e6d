// Loads the model that sees failures ahead, or says why it cannot be used.

import { loadTrainedModel } from '#adapters/onnx/trained-model.ts';
import type { FailureModel } from '#application/ports/foresight.ts';
import { FAILURE_FEATURE_NAMES } from '#domain/failure/failure-feature-names.ts';
import { FailureParameters } from '#domain/failure/predict-failure.ts';
import { OUTCOME_MODELS } from '#domain/model/model-names.ts';
import type { Result } from '#domain/result.ts';
import { loadedOrRefused } from '#runtime/model-refusal.ts';

/** The folder under `models/`. */
export const FAILURE_MODEL_NAME = OUTCOME_MODELS.failures;

/** The failure model of a folder, or why it is refused; without it each metric's own history speaks. */
export function loadFailurePredictor(folder: string): Promise<Result<FailureModel, string>> {
  return loadedOrRefused(() =>
    loadTrainedModel(folder, { featureNames: FAILURE_FEATURE_NAMES, parameters: FailureParameters }),
  );
}
