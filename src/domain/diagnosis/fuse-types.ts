// Joins what is believed with the classifier of failure types. It knows what, as far as evidence on one service tells: it
// moves confidence a little, and where the tree finds nothing it says what people might look for. It carries nothing over
// a bar, and no plan rests on a type that it alone believes in.

import { belowBars, keepShort, roundConfidence } from '#domain/diagnosis/bars.ts';
import type { Hypothesis, TypeAccord } from '#domain/diagnosis/diagnosis.ts';
import { likeliestOf, shareOf, type TypeOpinion } from '#domain/failure-type/type-opinion.ts';

/**
 * Share of its doubt that a hypothesis loses when the classifier is sure of the same type, and share of its confidence that
 * it loses when it is sure of another.
 */
const ASSENT = 0.1;
const DISSENT = 0.1;
/** The classifier's probability from which on a type is worth suggesting: more likely than all others together. */
const SUGGESTED_FROM = 0.5;

export interface TypesToFuse {
  /** As believed without the classifier, best first. */
  readonly hypotheses: readonly Hypothesis[];
  /** One for each suspect; none where no model spoke. */
  readonly opinions: readonly TypeOpinion[];
  /** Confidence from which on a plan may go without people: what was below it stays below. */
  readonly autoBar: number;
}

export interface FusedTypes {
  /** Of the same services, best first. */
  readonly hypotheses: readonly Hypothesis[];
  readonly typeAccord: TypeAccord;
}

/** The hypotheses in their common order. Of equals the one that came first stays first. */
export function fuseTypes({ hypotheses, opinions, autoBar }: TypesToFuse): FusedTypes {
  const fused = hypotheses.map((hypothesis) => {
    const opinion = opinionOn(hypothesis, opinions);
    return opinion ? weigh(hypothesis, opinion, autoBar) : hypothesis;
  });
  const ordered = fused.toSorted((a, b) => b.confidence - a.confidence);
  return { hypotheses: ordered, typeAccord: accordOf(ordered[0], opinions) };
}

/** On the service whose evidence speaks for the hypothesis. */
function opinionOn(
  { seenAt, serviceId }: Hypothesis,
  opinions: readonly TypeOpinion[],
): TypeOpinion | undefined {
  return opinions.find((opinion) => opinion.serviceId === (seenAt ?? serviceId));
}

function weigh(hypothesis: Hypothesis, opinion: TypeOpinion, autoBar: number): Hypothesis {
  const { confidence, failureType } = hypothesis;
  const likeliest = likeliestOf(opinion);
  if (failureType === 'unexplained') return suggest(hypothesis, opinion, autoBar);
  const share = shareOf(opinion, failureType);
  const moved =
    likeliest.failureType === failureType
      ? confidence + (1 - confidence) * ASSENT * share
      : confidence * (1 - DISSENT * (likeliest.share - share));
  return { ...hypothesis, confidence: roundConfidence(keepShort(moved, confidence, autoBar)) };
}

/** What the tree cannot explain may be explained to people, below every bar. */
function suggest(hypothesis: Hypothesis, opinion: TypeOpinion, autoBar: number): Hypothesis {
  const { failureType, share } = likeliestOf(opinion);
  if (failureType === 'unexplained' || share < SUGGESTED_FROM) return hypothesis;
  const confidence = roundConfidence(belowBars(share, autoBar));
  return { ...hypothesis, failureType, confidence, isSuggested: true };
}

function accordOf(best: Hypothesis | undefined, opinions: readonly TypeOpinion[]): TypeAccord {
  const opinion = best && opinionOn(best, opinions);
  if (!opinion) return 'silent';
  if (best.isSuggested) return 'suggests';
  const { failureType } = likeliestOf(opinion);
  if (failureType === best.failureType) return 'agree';
  return failureType === 'unexplained' ? 'abstains' : 'disagree';
}
