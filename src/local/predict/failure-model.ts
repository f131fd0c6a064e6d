// The shipped failure model, or the reason why it cannot be used.

import { fileURLToPath } from 'node:url';
import { type LoadedModel, loadTrainedModel } from '#adapters/onnx/trained-model.ts';
import { FAILURE_FEATURE_NAMES } from '#domain/failure/failure-feature-names.ts';
import { FailureParameters } from '#domain/failure/predict-failure.ts';
import type { Result } from '#domain/result.ts';
import { loadedOrRefused } from '#runtime/model-refusal.ts';

/** The folder of the model that this checkout ships. */
export const FAILURE_MODEL_FOLDER = fileURLToPath(
  new URL('../../../models/failure-boosting', import.meta.url),
);

/** The failure model of a folder, or why it is refused. */
export function loadFailureModel(
  folder = FAILURE_MODEL_FOLDER,
): Promise<Result<LoadedModel<FailureParameters>, string>> {
  return loadedOrRefused(() =>
    loadTrainedModel(folder, { featureNames: FAILURE_FEATURE_NAMES, parameters: FailureParameters }),
  );
}
