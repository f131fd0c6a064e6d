// The shipped scoring models, or the reason why they cannot be used.

import { fileURLToPath } from 'node:url';
import type { AnomalyModel } from '#application/ports/anomaly-model.ts';
import type { Result } from '#domain/result.ts';
import { loadModel } from '#runtime/model.ts';

/** The folder of the models that this checkout ships. */
export const MODELS_FOLDER = fileURLToPath(new URL('../../models', import.meta.url));

/** The scoring models as one, or why they are refused. */
export function loadShippedModel(folder = MODELS_FOLDER): Promise<Result<AnomalyModel, string>> {
  return loadModel(folder);
}
