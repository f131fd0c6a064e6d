// The failure model that was deployed beside the code; without a usable one each metric's own history speaks, and that is said.

import type { FailureModel } from '#application/ports/foresight.ts';
import type { Log } from '#application/ports/operations.ts';
import { FAILURE_MODEL_NAME, loadFailurePredictor } from '#runtime/failure-model.ts';
import { deployedModelFolder } from './model.ts';

/** The model of this deployment. */
export async function loadDeployedFailureModel(log: Log): Promise<FailureModel | undefined> {
  const loaded = await loadFailurePredictor(deployedModelFolder(FAILURE_MODEL_NAME));
  if (loaded.ok) return loaded.value;
  log.record('model-unavailable', { reason: loaded.refusal });
  return undefined;
}
