// Two of the ways of looking at an incident, each in its own words, as they are kept beside the diagnosis: the decision tree's
// hypotheses, and the ranking of what moved at the onset.

import type { CauseEvidence, CauseRanking } from '#domain/cause/rank-causes.ts';
import type { Hypothesis, Voice, VoiceEvidence } from '#domain/diagnosis/diagnosis.ts';
import type { ServiceFacts } from '#domain/diagnosis/facts.ts';
import { indicatorOf } from '#domain/diagnosis/incident-picture.ts';
import { REVIEW_BAR } from '#domain/diagnosis/rank-hypotheses.ts';
import { ServiceId } from '#domain/ids.ts';

/** Causes that a voice is remembered with: who is further down is looked at by nobody. */
const KEPT = 3;
const DIGITS = 1000;

/** What the tree says; its reasons are the paths of the hypotheses. */
export function voiceOfTree(
  hypotheses: readonly Hypothesis[],
  facts: ReadonlyMap<ServiceId, ServiceFacts>,
): Voice {
  const [best] = hypotheses;
  const onsetAt = best && facts.get(best.serviceId)?.onsetAt;
  return {
    speaker: 'decision-tree',
    isWeighed: true,
    outcome: isSure(best) ? 'ranked' : 'no-single-cause',
    ...(onsetAt !== undefined && { onsetAt }),
    causes: hypotheses.slice(0, KEPT).map(({ serviceId, failureType, confidence }) => ({
      serviceId,
      failureType,
      score: confidence,
      evidence: [],
    })),
  };
}

/** Whether the tree names a cause at all. */
export function isSure(hypothesis: Hypothesis | undefined): boolean {
  return hypothesis !== undefined && hypothesis.confidence >= REVIEW_BAR;
}

/** A ranking with who made it. */
export interface SpokenRanking {
  readonly ranking: CauseRanking;
  readonly modelHash?: string;
  readonly problem?: string;
}

/** What the ranking says. Only a trained one is weighed. */
export function voiceOfRanking({ ranking, modelHash, problem }: SpokenRanking): Voice {
  const onsetAt = ranking.causes[0]?.evidence[0]?.onsetAt;
  return {
    speaker: 'cause-ranking',
    ...(modelHash !== undefined && { modelHash }),
    ...(problem !== undefined && { problem }),
    isWeighed: modelHash !== undefined,
    outcome: ranking.outcome,
    ...(onsetAt !== undefined && { onsetAt }),
    causes: ranking.causes.slice(0, KEPT).map(({ component, score, evidence }) => ({
      serviceId: ServiceId.parse(component),
      score: round(score),
      evidence: evidence.map(evidenceOf),
    })),
  };
}

function evidenceOf({ component, metric, statistic, ...rest }: CauseEvidence): VoiceEvidence {
  const { indicator, factor } = indicatorOf(metric, statistic);
  const { expected, seen, deviation, onsetAt } = rest;
  return {
    serviceId: ServiceId.parse(component),
    indicator,
    expected: expected / factor,
    seen: seen / factor,
    deviation: round(deviation),
    since: onsetAt,
  };
}

function round(value: number): number {
  return Math.round(value * DIGITS) / DIGITS;
}
