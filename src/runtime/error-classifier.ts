// Loads the classifier of error lines, or says why it cannot be used.

import * as z from 'zod/mini';
import { loadTrainedModel } from '#adapters/onnx/trained-model.ts';
import type { TrainedModel } from '#application/ports/trained-model.ts';
import { ErrorCategory, ErrorSeverity } from '#domain/error-class/error-class.ts';
import { ERROR_FEATURE_NAMES } from '#domain/error-class/error-features.ts';
import type { Result } from '#domain/result.ts';
import { loadedOrRefused } from '#runtime/model-refusal.ts';

/** Its folder under `models/`. */
export const ERROR_CLASSIFIER_NAME = 'error-class';

/** The order of the model's scores, which has to be that of this code. */
const ClassifierParameters = z.object({
  categories: z.tuple(literals(ErrorCategory.options)),
  severities: z.tuple(literals(ErrorSeverity.options)),
});

/** A tuple schema of exactly these words. */
function literals(words: readonly string[]): [z.ZodMiniLiteral<string>, ...z.ZodMiniLiteral<string>[]] {
  const [first = '', ...others] = words;
  return [z.literal(first), ...others.map((word) => z.literal(word))];
}

/** The classifier of a model folder, or why it is refused. */
export function loadErrorClassifier(folder: string): Promise<Result<TrainedModel, string>> {
  return loadedOrRefused(async () => {
    const { model } = await loadTrainedModel(folder, {
      featureNames: ERROR_FEATURE_NAMES,
      parameters: ClassifierParameters,
    });
    return model;
  });
}
