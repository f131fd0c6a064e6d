// What the classifier of failure types says of an incident, as it is kept beside the diagnosis: a type for each suspect in
// which it sees one begin.

import { roundConfidence } from '#domain/diagnosis/bars.ts';
import type { Hypothesis, Voice } from '#domain/diagnosis/diagnosis.ts';
import type { ServiceFacts } from '#domain/diagnosis/facts.ts';
import type { FailureType } from '#domain/diagnosis/failure-type.ts';
import { likeliestOf, type TypeOpinion } from '#domain/failure-type/type-opinion.ts';
import type { ServiceId } from '#domain/ids.ts';

/** Causes that the voice is remembered with: who is further down is looked at by nobody. */
const KEPT = 3;

/** The opinions with who gave them. */
export interface SpokenTypes {
  readonly opinions: readonly TypeOpinion[];
  readonly modelHash?: string;
  readonly problem?: string;
}

/** What the classifier says, likeliest first. Without a model it says nothing and counts nothing. */
export function voiceOfClassifier(
  { opinions, modelHash, problem }: SpokenTypes,
  facts: ReadonlyMap<ServiceId, ServiceFacts>,
): Voice {
  const causes = opinions
    .map((opinion) => ({ serviceId: opinion.serviceId, ...likeliestOf(opinion) }))
    .filter(({ failureType }) => failureType !== 'unexplained')
    .toSorted((a, b) => b.share - a.share)
    .slice(0, KEPT)
    .map(({ share, ...cause }) => ({ ...cause, score: roundConfidence(share), evidence: [] }));
  const [first] = causes;
  const onsetAt = first && facts.get(first.serviceId)?.onsetAt;
  return {
    speaker: 'type-classifier',
    ...(modelHash !== undefined && { modelHash }),
    ...(problem !== undefined && { problem }),
    isWeighed: modelHash !== undefined,
    outcome: first ? 'ranked' : 'no-single-cause',
    ...(onsetAt !== undefined && { onsetAt }),
    causes,
  };
}

/** The type that the classifier names where the evidence for a hypothesis was seen; undefined where it is not remembered. */
export function typeSaidOf(
  { seenAt, serviceId }: Hypothesis,
  voices: readonly Voice[],
): FailureType | undefined {
  const classifier = voices.find(({ speaker }) => speaker === 'type-classifier');
  return classifier?.causes.find((cause) => cause.serviceId === (seenAt ?? serviceId))?.failureType;
}
