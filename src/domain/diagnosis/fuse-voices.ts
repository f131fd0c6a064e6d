// Joins the decision tree's hypotheses with the learned ranking. The ranking knows where, and not what: it reorders
// services and moves confidence a little, it never adds a failure type, and its agreement never makes anything automatic.

import type { CauseRanking } from '#domain/cause/rank-causes.ts';
import { keepShort, roundConfidence } from '#domain/diagnosis/bars.ts';
import type { Accord, FailureType, Hypothesis } from '#domain/diagnosis/diagnosis.ts';
import { isSure } from '#domain/diagnosis/voices.ts';
import type { ServiceId } from '#domain/ids.ts';
import type { Service } from '#domain/service/service.ts';
import { callersOf } from '#domain/service/topology.ts';

/**
 * Share of its confidence that a hypothesis loses when the ranking gives its service nothing, and share of its doubt that
 * the first of the ranking loses. Chosen on days of the simulated fleet (seeds 1-20) so that the true service is named
 * first more often and the true failure type no less, and no worse on 29-36 (docs/diagnosis.md). Twice the dissent named
 * no more services first, and kept plans from being made that would have helped.
 */
const DISSENT = 0.1;
const ASSENT = 0.1;
/** Where load is too much is where it can be remedied, wherever it came from: the ranking names its origin. */
const FELT_ELSEWHERE: FailureType = 'capacity-shortage';

export interface VoicesToFuse {
  /** The tree's, best first. */
  readonly hypotheses: readonly Hypothesis[];
  readonly ranking: CauseRanking;
  readonly services: readonly Service[];
  /** Confidence from which on a plan may go without people: what the tree keeps below it stays below. */
  readonly autoBar: number;
}

export interface FusedVoices {
  /** The same hypotheses, best first. */
  readonly hypotheses: readonly Hypothesis[];
  readonly accord: Accord;
}

/** The hypotheses in their common order. Of equals the one that the tree put first stays first. */
export function fuseVoices(voices: VoicesToFuse): FusedVoices {
  const fused = voices.hypotheses.map((hypothesis) => weigh(hypothesis, voices));
  const hypotheses = fused.toSorted((a, b) => b.confidence - a.confidence);
  return { hypotheses, accord: accordOf(hypotheses[0], voices) };
}

function weigh(hypothesis: Hypothesis, voices: VoicesToFuse): Hypothesis {
  const { confidence, isOwn, failureType } = hypothesis;
  // A ranking of what moved at once does not see what climbs, and whoever sees no cause contradicts nobody.
  if (isOwn || voices.ranking.outcome === 'no-single-cause') return hypothesis;
  const support = supportOf(hypothesis.serviceId, voices);
  const dissent = failureType === FELT_ELSEWHERE ? 0 : DISSENT * (1 - support.ofFirst);
  const lowered = confidence * (1 - dissent);
  const isRaised = support.ofFirst === 1 && failureType !== 'unexplained';
  // Agreement on the place says nothing of the failure type, so it carries nothing over a bar.
  const raised = isRaised ? lowered + (1 - lowered) * ASSENT * support.share : lowered;
  return { ...hypothesis, confidence: roundConfidence(keepShort(raised, confidence, voices.autoBar)) };
}

interface Support {
  /** The probability that the ranking gives the service. */
  readonly share: number;
  /** The same, of what it gives its first. */
  readonly ofFirst: number;
}

/** What nothing is measured of shows in its callers: they are all that a ranking can point at. */
function supportOf(serviceId: ServiceId, { ranking: { causes }, services }: VoicesToFuse): Support {
  const isRanked = causes.some(({ component }) => component === serviceId);
  const names: readonly string[] = isRanked ? [serviceId] : callersOf(services, serviceId);
  const scores = causes.filter(({ component }) => names.includes(component)).map(({ score }) => score);
  const share = Math.max(0, ...scores);
  const first = Math.max(Number.EPSILON, ...causes.map(({ score }) => score));
  return { share, ofFirst: share / first };
}

function accordOf(best: Hypothesis | undefined, voices: VoicesToFuse): Accord {
  const isClear = voices.ranking.outcome === 'ranked';
  if (!best || !(isClear || isSure(best))) return isClear ? 'disagree' : 'neither';
  if (isClear && supportOf(best.serviceId, voices).ofFirst === 1) return 'agree';
  if (best.isOwn) return 'apart';
  return isClear ? 'disagree' : 'abstains';
}
