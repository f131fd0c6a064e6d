// How the trial of a ranking of causes stands: by the incidents of which it is known which service was at fault.

import type { LabelledIncident } from '#application/models/read-labels.ts';
import type { TrialPair } from '#application/models/review-trial.ts';
import type { FeedbackStore } from '#application/ports/learning.ts';
import type { DiagnosisStore, OutcomeStore, PlanStore } from '#application/ports/recovery.ts';
import { compareRankings } from '#domain/diagnosis/shadow-ranking.ts';
import { trueServiceOf } from '#domain/diagnosis/true-service.ts';
import { groupsOf } from '#domain/groups.ts';
import type { IncidentId, Instant } from '#domain/ids.ts';
import { blockOf, judgeBlocks, type TrialBlock } from '#domain/model/trial-ledger.ts';
import type { TrialStanding } from '#domain/model/trial-rule.ts';

export interface ReviewRankingsDeps {
  readonly diagnoses: DiagnosisStore;
  readonly outcomes: OutcomeStore;
  readonly plans: PlanStore;
  readonly feedback: FeedbackStore;
}

/** Incidents that are read at once. */
const AT_ONCE = 25;

/** Judges the trial by the incidents that ended since it began. */
export async function reviewRankings(
  deps: ReviewRankingsDeps,
  pair: TrialPair,
  { now, labelled }: { readonly now: Instant; readonly labelled: readonly LabelledIncident[] },
): Promise<TrialStanding> {
  const { since } = pair.challenger;
  const known = labelled.filter(({ label, at }) => label !== 'unknown' && at >= since);
  const blocks: TrialBlock[] = [];
  for (const group of groupsOf(known, AT_ONCE)) {
    const found = await Promise.all(group.map(({ incident }) => blockFor(deps, pair, incident.incidentId)));
    blocks.push(...found.flatMap((block) => block ?? []));
  }
  return judgeBlocks({ blocks, since, now, unit: 'incidents whose service at fault is known' });
}

/** Undefined when this pair did not rank it, or nobody knows the service. */
async function blockFor(
  { diagnoses, outcomes, plans, feedback }: ReviewRankingsDeps,
  { champion, challenger }: TrialPair,
  incidentId: IncidentId,
): Promise<TrialBlock | undefined> {
  const diagnosis = await diagnoses.find(incidentId);
  if (!diagnosis?.shadow) return undefined;
  const { shadow } = diagnosis;
  if (shadow.champion !== champion.hash || shadow.challenger !== challenger.hash) return undefined;
  const [outcome, planned, judged] = await Promise.all([
    outcomes.find(incidentId),
    plans.listOf(incidentId),
    feedback.find(incidentId),
  ]);
  const service = trueServiceOf({ outcome, plans: planned, feedback: judged, diagnosis });
  return service && blockOf(incidentId, [compareRankings(shadow, service)]);
}
