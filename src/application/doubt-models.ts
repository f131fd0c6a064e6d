// What is made of an anomaly whose models have drifted: trouble is trouble, but nothing automatic follows from a word that no
// longer fits.

import type { ModelRegistry } from '#application/ports/learning.ts';
import type { Anomaly } from '#domain/anomaly/anomaly.ts';
import { hasOutcomes, OUTCOME_MODELS } from '#domain/model/model-names.ts';

/** Names of the models whose champion has drifted. */
export async function findDrifted({
  models,
}: {
  readonly models: ModelRegistry;
}): Promise<readonly string[]> {
  return (await models.list()).filter(({ drift }) => drift?.grade === 'drifted').map(({ name }) => name);
}

/** The anomaly as a drifted scoring model tells it: still there, and no ground for automation. */
export function doubtScores(anomaly: Anomaly, drifted: readonly string[]): Anomaly {
  return { ...anomaly, isFallback: anomaly.isFallback || !drifted.every(hasOutcomes) };
}

/** The same where it opens an incident by itself: a warning of a drifted failure model is no ground for automation either. */
export function doubtWarnings(anomaly: Anomaly, drifted: readonly string[]): Anomaly {
  return { ...anomaly, isFallback: anomaly.isFallback || isIdleWarning(anomaly, drifted) };
}

/** Whether only a failure model that has drifted says that something will come: it may warn, and nothing follows. */
function isIdleWarning({ evidence }: Anomaly, drifted: readonly string[]): boolean {
  const isForetold = evidence.every(({ detectors }) => detectors.every((each) => each === 'prediction'));
  return isForetold && drifted.includes(OUTCOME_MODELS.failures);
}
