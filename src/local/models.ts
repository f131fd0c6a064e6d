// The shipped scoring models, or the reason why they cannot be used.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ModelShelf } from '#application/models/register-shelf.ts';
import type { AnomalyModel } from '#application/ports/anomaly-model.ts';
import { InvalidInputError } from '#domain/errors.ts';
import type { Result } from '#domain/result.ts';
import { type LoopModels, loadLoopModels, loadLoopRivals } from '#local/loop-models.ts';
import { loadModel, SCORING_MODELS } from '#runtime/model.ts';
import { readModelShelf, readModels } from '#runtime/model-shelf.ts';

/** The folder of the models that this checkout ships. */
export const MODELS_FOLDER = fileURLToPath(new URL('../../models', import.meta.url));

/** The version that decides unless the registry says otherwise, and one that is tried beside it. */
export interface LocalModels {
  /** Absent when it is refused: thresholds judge alone, and that is said. */
  readonly model: AnomalyModel | undefined;
  readonly rival?: AnomalyModel | undefined;
  readonly models: LoopModels;
  /** All others that stand on disk, for the registry. */
  readonly shelf: ModelShelf;
}

/**
 * The shipped models, and those of a folder of the same shape as `models/`, which may hold any of them, to try beside
 * them. Throws InvalidInputError for a challenger that must not be used: whoever asked for it wants to know.
 */
export async function loadLocalModels(challengerFolder?: string): Promise<LocalModels> {
  const shipped = await loadShippedModel();
  const model = shipped.ok ? shipped.value : undefined;
  const shelf = await readModelShelf(MODELS_FOLDER, challengerFolder);
  const shippedModels = await loadLoopModels(MODELS_FOLDER);
  if (challengerFolder === undefined) return { model, models: shippedModels, shelf };
  await requireSound(challengerFolder);
  const models = { ...shippedModels, ...(await loadLoopRivals(challengerFolder)) };
  if (!existsSync(join(challengerFolder, SCORING_MODELS.boosting))) return { model, models, shelf };
  const rival = await loadModel(challengerFolder);
  if (!rival.ok) throw new InvalidInputError(`The challenger was refused: ${rival.refusal}`);
  return { model, rival: rival.value, models, shelf };
}

async function requireSound(folder: string): Promise<void> {
  const models = await readModels(folder);
  const refused = models.flatMap((each) => (each.ok ? [] : each.refusal));
  if (models.length === 0)
    throw new InvalidInputError(`There is no challenger in ${folder}: it needs a folder for each model`);
  if (refused.length > 0) throw new InvalidInputError(`The challenger was refused: ${refused.join('; ')}`);
}

/** The scoring models as one, or why they are refused. */
export function loadShippedModel(folder = MODELS_FOLDER): Promise<Result<AnomalyModel, string>> {
  return loadModel(folder);
}
