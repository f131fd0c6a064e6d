// The models that were deployed beside the code. Only functions that run models import this: the runtime weighs 25 MB.

import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { registerModels } from '#application/models/register-models.ts';
import type { ModelLifeDeps } from '#application/models/registered.ts';
import type { AnomalyModel } from '#application/ports/anomaly-model.ts';
import type { Log } from '#application/ports/operations.ts';
import { loadModel } from '#runtime/model.ts';

/** The models of this deployment. */
export interface DeployedModels {
  /** Without a usable one thresholds judge alone, and that is said. */
  readonly model: AnomalyModel | undefined;
  /** To be tried in shadow, where one was deployed. */
  readonly rival: AnomalyModel | undefined;
}

/** Loads what was deployed and brings the registry up to date with it; what fails is said, and scoring begins all the same. */
export async function loadDeployedModels(deps: ModelLifeDeps): Promise<DeployedModels> {
  const model = await load(deps.log, './models');
  const rival = existsSync(folderOf('./challenger')) ? await load(deps.log, './challenger') : undefined;
  if (model) {
    await registerModels(deps, { shipped: model.info, rival: rival?.info }).catch((error: unknown) =>
      deps.log.record('model-review-failed', { reason: String(error) }),
    );
  }
  return { model, rival };
}

async function load(log: Log, folder: string): Promise<AnomalyModel | undefined> {
  const loaded = await loadModel(folderOf(folder));
  if (loaded.ok) return loaded.value;
  log.record('model-unavailable', { reason: loaded.refusal });
  return undefined;
}

/** The folder of a model that was deployed with this function. */
export function deployedModelFolder(name: string): string {
  return folderOf(`./models/${name}`);
}

function folderOf(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}
