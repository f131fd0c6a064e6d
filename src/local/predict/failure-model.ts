// The shipped failure model, or the reason why it cannot be used.

import { join } from 'node:path';
import type { FailureModel } from '#application/ports/foresight.ts';
import type { Result } from '#domain/result.ts';
import { MODELS_FOLDER } from '#local/models.ts';
import { FAILURE_MODEL_NAME, loadFailurePredictor } from '#runtime/failure-model.ts';

/** The folder of the model that this checkout ships. */
export const FAILURE_MODEL_FOLDER = join(MODELS_FOLDER, FAILURE_MODEL_NAME);

/** The failure model of a folder, or why it is refused. */
export function loadFailureModel(folder = FAILURE_MODEL_FOLDER): Promise<Result<FailureModel, string>> {
  return loadFailurePredictor(folder);
}
