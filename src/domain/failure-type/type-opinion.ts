// What the classifier of failure types thinks of each suspect: a probability for each type, `unexplained` among them, which
// says that nothing begins in this service or that it cannot tell.

import { FailureType } from '#domain/diagnosis/failure-type.ts';
import type { ServiceId } from '#domain/ids.ts';
import type { Suspect } from './suspect.ts';

export interface TypeShare {
  readonly failureType: FailureType;
  /** Probability, 0 to 1. */
  readonly share: number;
}

/** Of one suspect. */
export interface TypeOpinion {
  readonly serviceId: ServiceId;
  /** Of all types, most likely first. */
  readonly shares: readonly TypeShare[];
}

/** Numbers that the model gives for one suspect: one for each failure type. */
export const TYPE_COUNT = FailureType.options.length;

/** Keeps a type that no tree names from being impossible. */
const LEAST_SHARE = 1e-6;

/**
 * The opinions on some suspects, from a row of numbers for each. Probabilities are raised to the power `sharpness` that was
 * fitted with the model, because the mean of many trees is less sure than it could be. Of equals the order of types decides.
 */
export function opinionsOf(
  suspects: readonly Suspect[],
  numbers: ArrayLike<number>,
  sharpness: number,
): readonly TypeOpinion[] {
  return suspects.map(({ facts: { serviceId } }, place) => {
    const raised = FailureType.options.map((failureType, type) => {
      const given = numbers[place * TYPE_COUNT + type] ?? 0;
      return { failureType, share: Math.max(LEAST_SHARE, given) ** sharpness };
    });
    const all = raised.reduce((sum, { share }) => sum + share, 0);
    const shares = raised.map(({ failureType, share }) => ({ failureType, share: share / all }));
    return { serviceId, shares: shares.toSorted((a, b) => b.share - a.share) };
  });
}

/** What an opinion holds most likely. */
export function likeliestOf({ shares: [first] }: TypeOpinion): TypeShare {
  return first ?? { failureType: 'unexplained', share: 1 };
}

/** The probability that an opinion gives to a type. */
export function shareOf({ shares }: TypeOpinion, failureType: FailureType): number {
  return shares.find((each) => each.failureType === failureType)?.share ?? 0;
}
