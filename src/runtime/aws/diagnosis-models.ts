// The models of the diagnosis that were deployed beside the code: without the ranking the decision tree diagnoses alone,
// without the classifier errors have no category, and both is said.

import type { CauseRanker } from '#application/find-causes.ts';
import type { Log } from '#application/ports/operations.ts';
import type { TrainedModel } from '#application/ports/trained-model.ts';
import type { Result } from '#domain/result.ts';
import { CAUSE_RANKER_NAME, loadCauseRanker } from '#runtime/cause-ranker.ts';
import { ERROR_CLASSIFIER_NAME, loadErrorClassifier } from '#runtime/error-classifier.ts';
import { deployedModelFolder } from './model.ts';

export interface DiagnosisModels {
  readonly ranker: CauseRanker | undefined;
  readonly errorClassifier: TrainedModel | undefined;
}

/** The models of this deployment, as far as they can be used. */
export async function loadDiagnosisModels(log: Log): Promise<DiagnosisModels> {
  return {
    ranker: usable(log, await loadCauseRanker(deployedModelFolder(CAUSE_RANKER_NAME))),
    errorClassifier: usable(log, await loadErrorClassifier(deployedModelFolder(ERROR_CLASSIFIER_NAME))),
  };
}

function usable<Model>(log: Log, loaded: Result<Model, string>): Model | undefined {
  if (loaded.ok) return loaded.value;
  log.record('model-unavailable', { reason: loaded.refusal });
  return undefined;
}
