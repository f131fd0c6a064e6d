// What experience says: the probability that a strategy works against a failure type, from a prior and verified outcomes.

import type { FailureType } from '#domain/diagnosis/diagnosis.ts';
import type { Attempt, AttemptResult, TrackRecord } from '#domain/outcome/outcome.ts';
import type { StrategyName } from '#domain/plan/plan.ts';

/** Belief before any experience, as imagined successes and failures: the two parameters of a Beta distribution. */
export interface Prior {
  readonly successes: number;
  readonly failures: number;
}

/** Results that say something of the strategy; the others say that it was not carried out, or could not be seen. */
const JUDGED: ReadonlySet<AttemptResult> = new Set(['recovered', 'not-recovered', 'worse']);

/** The mean of the Beta posterior, 0 to 1. */
export function successProbability(prior: Prior, record: TrackRecord | undefined): number {
  const successes = prior.successes + (record?.successes ?? 0);
  const failures = prior.failures + (record?.failures ?? 0);
  return successes / (successes + failures);
}

/** The record of one strategy against one failure type. */
export function findTrackRecord(
  records: readonly TrackRecord[],
  strategy: StrategyName,
  failureType: FailureType,
): TrackRecord | undefined {
  return records.find((each) => each.strategy === strategy && each.failureType === failureType);
}

/** What each attempt that acted and was judged adds to the record of its strategy, in the order of the attempts. */
export function countAttempts(attempts: readonly Attempt[]): readonly TrackRecord[] {
  return attempts
    .filter(({ mutated, result }) => mutated && JUDGED.has(result))
    .map(({ strategy, failureType, result }) => {
      const successes = result === 'recovered' ? 1 : 0;
      return { strategy, failureType, successes, failures: 1 - successes };
    });
}
