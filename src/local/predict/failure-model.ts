// The shipped failure model, or the reason why it cannot be used.

import { fileURLToPath } from 'node:url';
import { type LoadedModel, loadTrainedModel } from '#adapters/onnx/trained-model.ts';
import { ModelRefusedError } from '#application/ports/trained-model.ts';
import { FAILURE_FEATURE_NAMES } from '#domain/failure/failure-feature-names.ts';
import { FailureParameters } from '#domain/failure/predict-failure.ts';
import { ok, type Result, refuse } from '#domain/result.ts';

/** The folder of the model that this checkout ships. */
export const FAILURE_MODEL_FOLDER = fileURLToPath(
  new URL('../../../models/failure-boosting', import.meta.url),
);

/** The failure model of a folder, or why it is refused. */
export async function loadFailureModel(
  folder = FAILURE_MODEL_FOLDER,
): Promise<Result<LoadedModel<FailureParameters>, string>> {
  try {
    return ok(
      await loadTrainedModel(folder, { featureNames: FAILURE_FEATURE_NAMES, parameters: FailureParameters }),
    );
  } catch (error) {
    if (error instanceof ModelRefusedError) return refuse(error.message);
    throw error;
  }
}
