// Whether to train again (M106): because the model has drifted, or because people and verified recoveries have labelled
// enough that is new. The decision is recorded; the training is a job of its own, whose result enters as a challenger.

import { type Instant, secondsBetween } from '#domain/ids.ts';
import type { DriftGrade, RetrainDecision } from '#domain/model/model.ts';

export interface RetrainFacts {
  readonly now: Instant;
  readonly drift: DriftGrade;
  /** Incidents of the sliding window that were labelled since the champion began to decide. */
  readonly newLabels: number;
  /** C11. */
  readonly retrainAfter: number;
  /** A challenger is in its trial: its successor would only take its place. */
  readonly isTrialRunning: boolean;
}

/** The decision, with its reason. */
export function decideRetraining(facts: RetrainFacts): RetrainDecision {
  const { now: at, drift, newLabels, retrainAfter, isTrialRunning } = facts;
  if (isTrialRunning)
    return { at, isDue: false, reason: 'trial-runs', summary: 'A challenger is being tried already' };
  if (drift === 'drifted')
    return { at, isDue: true, reason: 'drift', summary: 'Train it again: it no longer fits what it sees' };
  if (newLabels >= retrainAfter) {
    const summary = `Train it again: ${newLabels} incidents were labelled since it was trained`;
    return { at, isDue: true, reason: 'new-labels', summary };
  }
  const summary = `${newLabels} of ${retrainAfter} new labels, drift ${drift}`;
  return { at, isDue: false, reason: 'not-needed', summary };
}

/** Whether people have to be told: a need that is new, or another one than before. */
export function isNewNeed(before: RetrainDecision | undefined, decision: RetrainDecision): boolean {
  return decision.isDue && !(before?.isDue && before.reason === decision.reason);
}

/** A training that led to no challenger is not begun again before: it would fail for the same reason, and it costs. */
const ASK_AGAIN_SECONDS = 7 * 86_400;

/** Whether to ask for a training now, where trainings are asked for at all. */
export function isTrainingWanted(before: RetrainDecision | undefined, decision: RetrainDecision): boolean {
  if (!decision.isDue) return false;
  return before?.askedAt === undefined || secondsBetween(before.askedAt, decision.at) >= ASK_AGAIN_SECONDS;
}

/** Models are looked at once an hour (M106). */
const REVIEW_SECONDS = 3600;

/** Whether a model is to be looked at again. */
export function isReviewDue(reviewedAt: Instant | undefined, now: Instant): boolean {
  return reviewedAt === undefined || secondsBetween(reviewedAt, now) >= REVIEW_SECONDS;
}
