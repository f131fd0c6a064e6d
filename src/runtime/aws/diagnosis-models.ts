// The models of the diagnosis that were deployed beside the code: without the ranking and the classifier of failure types
// the decision tree diagnoses alone, without the classifier of errors these have no category, and all of it is said.

import type { CauseRanker } from '#application/find-causes.ts';
import type { FailureTypeClassifier } from '#application/find-failure-types.ts';
import type { Log } from '#application/ports/operations.ts';
import type { TrainedModel } from '#application/ports/trained-model.ts';
import { CAUSE_RANKER_NAME, loadCauseRanker } from '#runtime/cause-ranker.ts';
import { ERROR_CLASSIFIER_NAME, loadErrorClassifier } from '#runtime/error-classifier.ts';
import { FAILURE_TYPE_NAME, loadFailureTypeClassifier } from '#runtime/failure-type-classifier.ts';
import { loadDeployedVersions, usable } from './deployed-versions.ts';
import { deployedModelFolder } from './model.ts';

export interface DiagnosisModels {
  readonly ranker: CauseRanker | undefined;
  /** Versions of it to be tried. */
  readonly rankerRivals: readonly CauseRanker[];
  readonly typeClassifier: FailureTypeClassifier | undefined;
  readonly typeRivals: readonly FailureTypeClassifier[];
  readonly errorClassifier: TrainedModel | undefined;
}

/** The models of this deployment, as far as they can be used. */
export async function loadDiagnosisModels(log: Log): Promise<DiagnosisModels> {
  const rankers = await loadDeployedVersions(log, CAUSE_RANKER_NAME, loadCauseRanker);
  const classifiers = await loadDeployedVersions(log, FAILURE_TYPE_NAME, loadFailureTypeClassifier);
  return {
    ranker: rankers.shipped,
    rankerRivals: rankers.rivals,
    typeClassifier: classifiers.shipped,
    typeRivals: classifiers.rivals,
    errorClassifier: usable(log, await loadErrorClassifier(deployedModelFolder(ERROR_CLASSIFIER_NAME))),
  };
}
