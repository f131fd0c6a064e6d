// The shipped scoring model, or the reason why it cannot be used.

import { fileURLToPath } from 'node:url';
import type { AnomalyModel } from '#application/ports/anomaly-model.ts';
import type { Result } from '#domain/result.ts';
import { loadModel } from '#runtime/model.ts';

/** The folder of the model that this checkout ships. */
export const ANOMALY_MODEL_FOLDER = fileURLToPath(
  new URL('../../models/anomaly-isolation-forest', import.meta.url),
);

/** The model, or why it is refused. */
export function loadShippedModel(folder = ANOMALY_MODEL_FOLDER): Promise<Result<AnomalyModel, string>> {
  return loadModel(folder);
}
