// The shipped scoring models, or the reason why they cannot be used.

import { fileURLToPath } from 'node:url';
import type { AnomalyModel } from '#application/ports/anomaly-model.ts';
import { InvalidInputError } from '#domain/errors.ts';
import type { Result } from '#domain/result.ts';
import { loadModel } from '#runtime/model.ts';

/** The folder of the models that this checkout ships. */
export const MODELS_FOLDER = fileURLToPath(new URL('../../models', import.meta.url));

/** The version that decides unless the registry says otherwise, and one that is tried beside it. */
export interface LocalModels {
  /** Absent when it is refused: thresholds judge alone, and that is said. */
  readonly model: AnomalyModel | undefined;
  readonly rival?: AnomalyModel | undefined;
}

/**
 * The shipped models, and those of a folder of the same shape as `models/` to try beside them. Throws InvalidInputError
 * for a challenger that must not be used: whoever asked for it wants to know.
 */
export async function loadLocalModels(challengerFolder?: string): Promise<LocalModels> {
  const shipped = await loadShippedModel();
  const model = shipped.ok ? shipped.value : undefined;
  if (challengerFolder === undefined) return { model };
  const rival = await loadModel(challengerFolder);
  if (!rival.ok) throw new InvalidInputError(`The challenger was refused: ${rival.refusal}`);
  return { model, rival: rival.value };
}

/** The scoring models as one, or why they are refused. */
export function loadShippedModel(folder = MODELS_FOLDER): Promise<Result<AnomalyModel, string>> {
  return loadModel(folder);
}
