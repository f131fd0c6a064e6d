// The judge of the scoring model: the user's own incidents tell how right it was, whether it has drifted, and whether to
// train it again.

import type { ModelJudge, Past, Reviewed } from '#application/models/model-judge.ts';
import { type ReviewTrialDeps, reviewTrial } from '#application/models/review-trial.ts';
import { recount } from '#domain/model/accuracy.ts';
import { gradeDrift } from '#domain/model/drift.ts';
import type { RetrainDecision } from '#domain/model/model.ts';
import { decideRetraining, isTrainingWanted } from '#domain/model/retraining.ts';

/** A judge by labelled incidents. */
export function judgeByIncidents(deps: ReviewTrialDeps): ModelJudge {
  return {
    trial: (pair, past) => reviewTrial(deps, pair, past),
    findings: (reviewed, past) => findingsOf(deps, reviewed, past),
  };
}

/** What is found of the champion, from the incidents that it had a part in. */
async function findingsOf(
  deps: ReviewTrialDeps,
  { record, champion, challenger }: Reviewed,
  { now, from, labelled }: Past,
) {
  const own = labelled.filter(({ at }) => at >= champion.since);
  const foretold = own.flatMap(({ at, probability, label }) =>
    probability === undefined ? [] : { at, probability, label },
  );
  const drift = gradeDrift({ opinions: await deps.models.opinions(champion.hash), foretold });
  const { learning } = await deps.settings.current();
  const decision = decideRetraining({
    now,
    drift: drift.grade,
    newLabels: own.filter(({ label }) => label !== 'unknown').length,
    retrainAfter: learning.retrainAfterSamples,
    isTrialRunning: challenger !== undefined,
  });
  const retraining = withAsking(decision, record.retraining, learning.autoRetrain);
  return { reviewedAt: now, drift, retraining, accuracy: recount(record.accuracy, foretold, from) };
}

/** The decision with the moment of the asking: now where a training is wanted and asked for by itself. */
function withAsking(
  decision: RetrainDecision,
  before: RetrainDecision | undefined,
  autoRetrain: boolean,
): RetrainDecision {
  const isWanted = autoRetrain && isTrainingWanted(before, decision);
  const askedAt = isWanted ? decision.at : before?.askedAt;
  return askedAt === undefined ? decision : { ...decision, askedAt };
}
