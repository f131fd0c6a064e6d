// The models that stand under a folder, by what their manifests say and their hashes prove. None of them is run here.

import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readModelInfo } from '#adapters/onnx/model-manifest.ts';
import type { ModelShelf } from '#application/models/register-shelf.ts';
import type { ModelInfo } from '#application/ports/trained-model.ts';
import type { Result } from '#domain/result.ts';
import { SCORING_MODELS } from '#runtime/model.ts';
import { loadedOrRefused } from '#runtime/model-refusal.ts';

/** The scoring model is registered by who runs it. */
const BY_ITSELF: string = SCORING_MODELS.boosting;
/** These are tried with the scoring model that was fitted with them, and by nothing else. */
const COMPANIONS: ReadonlySet<string> = new Set([SCORING_MODELS.forest, SCORING_MODELS.window]);

/**
 * What stands on the shelf besides the scoring model. A file that is not what its manifest says is left out: whoever runs
 * it says so.
 */
export async function readModelShelf(folder: string, challengerFolder?: string): Promise<ModelShelf> {
  const [shipped, rivals] = await Promise.all([
    readModels(folder),
    challengerFolder === undefined ? [] : readModels(challengerFolder),
  ]);
  return {
    shipped: proven(shipped).filter(({ name }) => name !== BY_ITSELF),
    rivals: proven(rivals).filter(({ name }) => name !== BY_ITSELF && !COMPANIONS.has(name)),
  };
}

function proven(models: readonly Result<ModelInfo, string>[]): readonly ModelInfo[] {
  return models.flatMap((each) => (each.ok ? [each.value] : []));
}

/** The models of the folders under a folder, or why they are refused; none for a folder that is not there. */
export async function readModels(folder: string): Promise<readonly Result<ModelInfo, string>[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(folder, name));
  const ofModels = folders.filter((each) => existsSync(join(each, 'manifest.json'))).toSorted();
  return Promise.all(ofModels.map((each) => loadedOrRefused(() => readModelInfo(each))));
}
