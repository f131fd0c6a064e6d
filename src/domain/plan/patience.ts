// When to wait instead of acting: trouble that heals by itself within minutes wants no remedy, and credit for it would
// teach superstition (X3, B6).

import type { FailureType, Hypothesis } from '#domain/diagnosis/diagnosis.ts';
import { type Instant, secondsBetween } from '#domain/ids.ts';
import type { Severity } from '#domain/incident/incident.ts';
import type { RecoverySettings } from '#domain/verification/settings.ts';

/** Half of all passing trouble is over after five minutes (PagerDuty offers 2, 3, 5, 10 and 15 to pause for). */
const TOLERATION_SECONDS = 300;
/** What hurts most users is waited for less. */
const SEVERE_TOLERATION_SECONDS = 180;
/** What does not pass by itself: somebody changed something, or something leaks. */
export const LASTING_CAUSES: ReadonlySet<FailureType> = new Set([
  'bad-deployment',
  'bad-configuration',
  'memory-leak',
  'connection-leak',
]);
const STRONG_CONFIDENCE = 0.65;

export interface YoungTrouble {
  readonly onsetAt: Instant;
  readonly severity: Severity;
  readonly hypothesis: Hypothesis;
  readonly now: Instant;
}

/** Whether the trouble may still pass by itself and the evidence does not speak against it. */
export function mayPass({ onsetAt, severity, hypothesis, now }: YoungTrouble): boolean {
  if (LASTING_CAUSES.has(hypothesis.failureType) && hypothesis.confidence >= STRONG_CONFIDENCE) return false;
  const toleration = severity === 'SEV-1' ? SEVERE_TOLERATION_SECONDS : TOLERATION_SECONDS;
  return secondsBetween(onsetAt, now) < toleration;
}

/**
 * How long a diagnosis that is not sure enough to act on may become surer. What a calm service shows after the onset is
 * known after a minute of it, five until it is read again, and two until it is published.
 */
const RIPENING_SECONDS = 480;

/** Whether it is better to look again than to ask people about a diagnosis that may be another one in a minute. */
export function mayRipen({ onsetAt, hypothesis, now }: YoungTrouble, minConfidence: number): boolean {
  return hypothesis.confidence < minConfidence && secondsBetween(onsetAt, now) < RIPENING_SECONDS;
}

/** Whether a recovery that has planned so often may look once more, a recheck apart, within the longest wait. */
export function hasPatienceLeft(
  revision: number,
  { recheckSeconds, maxWaitSeconds }: RecoverySettings,
): boolean {
  return (revision + 1) * recheckSeconds <= maxWaitSeconds;
}
