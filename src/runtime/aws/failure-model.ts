// The failure model that was deployed beside the code, and a version to be tried; without a usable one each metric's own
// history speaks, and that is said.

import type { FailureModel } from '#application/ports/foresight.ts';
import type { Log } from '#application/ports/operations.ts';
import { FAILURE_MODEL_NAME, loadFailurePredictor } from '#runtime/failure-model.ts';
import { loadDeployedVersions } from './deployed-versions.ts';

export interface FailureModels {
  readonly failureModel: FailureModel | undefined;
  readonly failureRivals: readonly FailureModel[];
}

/** The models of this deployment. */
export async function loadDeployedFailureModels(log: Log): Promise<FailureModels> {
  const { shipped, rivals } = await loadDeployedVersions(log, FAILURE_MODEL_NAME, loadFailurePredictor);
  return { failureModel: shipped, failureRivals: rivals };
}
