// The models of this deployment: those that were deployed beside the code, and the versions that trainings have made since.
// Only functions that run models import this: the runtime weighs 25 MB.

import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { registerModels } from '#application/models/register-models.ts';
import { registerShelf } from '#application/models/register-shelf.ts';
import type { ModelLifeDeps } from '#application/models/registered.ts';
import type { AnomalyModel } from '#application/ports/anomaly-model.ts';
import type { VersionStore } from '#application/ports/learning.ts';
import type { Log } from '#application/ports/operations.ts';
import { loadModel, SCORING_MODELS } from '#runtime/model.ts';
import { readModelShelf } from '#runtime/model-shelf.ts';
import { loadStoredVersions, type StoredVersions } from '#runtime/stored-versions.ts';

/** The models of this deployment. */
export interface DeployedModels extends StoredVersions {
  /** Without a usable one thresholds judge alone, and that is said. */
  readonly model: AnomalyModel | undefined;
}

const MODELS = './models';
/** Put beside the code by a person. */
const CHALLENGER = './challenger';

/**
 * Loads what there is and brings the registry up to date with it; what fails is said, and scoring begins all the same. When
 * the versions cannot be read the registry stays as it is: what is not at hand for a moment has not gone.
 */
export async function loadDeployedModels(
  deps: ModelLifeDeps & { readonly versions: VersionStore },
): Promise<DeployedModels> {
  const model = await load(deps.log, MODELS);
  await registerShelf(deps, await readModelShelf(folderOf(MODELS), folderOf(CHALLENGER)));
  const alone = { model, rival: undefined, spares: [], newest: undefined };
  if (!model) return alone;
  try {
    const { rival, spares, newest } = await loadOthers(deps, model);
    const infos = { rival: rival?.info, spares: spares.map(({ info }) => info) };
    await registerModels(deps, { shipped: model.info, ...infos });
    return { model, rival, spares, newest };
  } catch (error) {
    deps.log.record('model-review-failed', { reason: String(error) });
    return alone;
  }
}

/** What a person has put beside the code is tried before what a training has made. */
async function loadOthers(
  deps: ModelLifeDeps & { readonly versions: VersionStore },
  model: AnomalyModel,
): Promise<StoredVersions> {
  const stored = await loadStoredVersions(deps, model);
  const isDeployed = existsSync(folderOf(`${CHALLENGER}/${SCORING_MODELS.boosting}`));
  const deployed = isDeployed ? await load(deps.log, CHALLENGER) : undefined;
  if (!deployed) return stored;
  const { rival, spares, newest } = stored;
  return { rival: deployed, spares: rival ? [rival, ...spares] : spares, newest };
}

async function load(log: Log, folder: string): Promise<AnomalyModel | undefined> {
  const loaded = await loadModel(folderOf(folder));
  if (loaded.ok) return loaded.value;
  log.record('model-unavailable', { reason: loaded.refusal });
  return undefined;
}

/** The folder of a model that was deployed with this function. */
export function deployedModelFolder(name: string): string {
  return folderOf(`${MODELS}/${name}`);
}

/** The folder of another version of it, which a person has put beside the code to be tried. */
export function challengerFolder(name: string): string {
  return folderOf(`${CHALLENGER}/${name}`);
}

function folderOf(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}
