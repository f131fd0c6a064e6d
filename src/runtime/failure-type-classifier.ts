// Loads the classifier of failure types, or says why it cannot be used.

import * as z from 'zod/mini';
import { loadTrainedModel } from '#adapters/onnx/trained-model.ts';
import type { FailureTypeClassifier } from '#application/find-failure-types.ts';
import { ModelRefusedError } from '#application/ports/trained-model.ts';
import { FailureType } from '#domain/diagnosis/failure-type.ts';
import { FAILURE_TYPE_FEATURE_NAMES } from '#domain/failure-type/failure-type-features.ts';
import { TYPE_COUNT } from '#domain/failure-type/type-opinion.ts';
import type { Result } from '#domain/result.ts';
import { loadedOrRefused } from '#runtime/model-refusal.ts';

/** Its folder under `models/`. */
export const FAILURE_TYPE_NAME = 'failure-type';

/** What the training script fits beside the model file. */
const ClassifierParameters = z.object({
  /** What the numbers of a row stand for. */
  types: z.array(z.string()),
  /** The power that probabilities are raised to. */
  sharpness: z.number().check(z.positive()),
});

/** The classifier of a model folder, or why it is refused; without it the other voices decide. */
export function loadFailureTypeClassifier(folder: string): Promise<Result<FailureTypeClassifier, string>> {
  return loadedOrRefused(async () => {
    const { model, parameters } = await loadTrainedModel(folder, {
      featureNames: FAILURE_TYPE_FEATURE_NAMES,
      parameters: ClassifierParameters,
    });
    const isSame = parameters.types.join() === FailureType.options.join();
    if (isSame && model.outputCount === TYPE_COUNT) return { model, sharpness: parameters.sharpness };
    throw new ModelRefusedError(
      'feature-mismatch',
      `Model ${model.info.name} in ${folder} was trained on other failure types than this code knows; train it again`,
    );
  });
}
