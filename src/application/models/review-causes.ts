// How the trial of a learned voice of the diagnosis stands: by the incidents of which it is known what was at fault.

import type { LabelledIncident } from '#application/models/read-labels.ts';
import type { TrialPair } from '#application/models/review-trial.ts';
import type { FeedbackStore } from '#application/ports/learning.ts';
import type { DiagnosisStore, OutcomeStore, PlanStore } from '#application/ports/recovery.ts';
import type { KeptDiagnosis } from '#domain/diagnosis/diagnosis.ts';
import { compareRankings, compareTypes } from '#domain/diagnosis/shadow-chances.ts';
import { type TrueCause, trueCauseOf, trueTypeOf } from '#domain/diagnosis/true-cause.ts';
import { groupsOf } from '#domain/groups.ts';
import type { IncidentId, Instant } from '#domain/ids.ts';
import { blockOf, type ComparedCase, judgeBlocks, type TrialBlock } from '#domain/model/trial-ledger.ts';
import type { TrialStanding } from '#domain/model/trial-rule.ts';

export interface ReviewCausesDeps {
  readonly diagnoses: DiagnosisStore;
  readonly outcomes: OutcomeStore;
  readonly plans: PlanStore;
  readonly feedback: FeedbackStore;
}

/** What of a diagnosis a voice is tried by. */
export interface VoiceTrial {
  /** What its pairs are, for people. */
  readonly unit: string;
  /** What both versions said; absent where they were not heard. */
  shadow(
    diagnosis: KeptDiagnosis,
  ):
    | { readonly champion: string; readonly challenger: string; compare(cause: TrueCause): ComparedCase }
    | undefined;
}

/** Of the ranking: where. */
export const RANKING_TRIAL: VoiceTrial = {
  unit: 'incidents whose service at fault is known',
  shadow: ({ shadow }) =>
    shadow && { ...shadow, compare: ({ serviceId }) => compareRankings(shadow, serviceId) },
};

/** Of the classifier: what. */
export const TYPES_TRIAL: VoiceTrial = {
  unit: 'incidents whose failure type is known',
  shadow: ({ shadowTypes, hypotheses }) =>
    shadowTypes && {
      ...shadowTypes,
      compare: (cause) => compareTypes(shadowTypes, trueTypeOf(cause, { hypotheses })),
    },
};

/** Incidents that are read at once. */
const AT_ONCE = 25;

/** A trial, and what it is judged by. */
export interface CauseTrial {
  readonly pair: TrialPair;
  readonly voice: VoiceTrial;
}

/** Judges the trial by the incidents that ended since it began. */
export async function reviewCauses(
  deps: ReviewCausesDeps,
  { pair, voice }: CauseTrial,
  { now, labelled }: { readonly now: Instant; readonly labelled: readonly LabelledIncident[] },
): Promise<TrialStanding> {
  const { since } = pair.challenger;
  const known = labelled.filter(({ label, at }) => label !== 'unknown' && at >= since);
  const blocks: TrialBlock[] = [];
  for (const group of groupsOf(known, AT_ONCE)) {
    const found = await Promise.all(
      group.map(({ incident }) => blockFor(deps, { pair, voice }, incident.incidentId)),
    );
    blocks.push(...found.flatMap((block) => block ?? []));
  }
  return judgeBlocks({ blocks, since, now, unit: voice.unit });
}

/** Undefined when this pair was not heard on it, or nobody knows the cause. */
async function blockFor(
  { diagnoses, outcomes, plans, feedback }: ReviewCausesDeps,
  { pair: { champion, challenger }, voice }: CauseTrial,
  incidentId: IncidentId,
): Promise<TrialBlock | undefined> {
  const diagnosis = await diagnoses.find(incidentId);
  const shadow = diagnosis && voice.shadow(diagnosis);
  if (!shadow || shadow.champion !== champion.hash || shadow.challenger !== challenger.hash) return undefined;
  const [outcome, planned, judged] = await Promise.all([
    outcomes.find(incidentId),
    plans.listOf(incidentId),
    feedback.find(incidentId),
  ]);
  const cause = trueCauseOf({ outcome, plans: planned, feedback: judged, diagnosis });
  return cause && blockOf(incidentId, [shadow.compare(cause)]);
}
