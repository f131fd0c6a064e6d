// What follows from a verdict: wait, go on, hold, roll back, or end. All patience of the recovery is here.

import { type Instant, secondsAfter } from '#domain/ids.ts';
import type { RecoverySettings } from '#domain/verification/settings.ts';
import type { VerificationPhase, VerificationVerdict } from '#domain/verification/verification.ts';

export type NextStep =
  | 'wait'
  | 'next-action'
  | 'hold-down'
  | 'resolved'
  | 'roll-back'
  | 'recovered'
  | 'next-candidate'
  | 'give-up';

export interface VerificationFacts {
  readonly phase: VerificationPhase;
  readonly verdict: VerificationVerdict;
  readonly now: Instant;
  /** When the phase began: the act, the first look of the hold-down, the rollback, or the opening of the incident. */
  readonly phaseSince: Instant;
  /** Seconds the act or its way back needs to take effect; 0 when nothing was changed. */
  readonly settleSeconds: number;
  readonly isLastAction: boolean;
  /** The changed service itself is well again, whatever else is still ill. */
  readonly hasMendedOwn: boolean;
  /** The act added capacity: taking it away from a service that is still ill would do harm (I13). */
  readonly hasAddedCapacity: boolean;
  readonly hasAttemptsLeft: boolean;
}

/** What improves gets three times the patience: backlogs drain slowly. */
const IMPROVING_PATIENCE = 3;
/** After half an hour of watching, every fifth minute is enough; a day then stays far below the history limit of Step Functions. */
const CLOSE_WATCH_SECONDS = 1800;
const WIDE_WATCH_SECONDS = 300;

/** The next step after a look. */
export function decideNextStep(facts: VerificationFacts, settings: RecoverySettings): NextStep {
  switch (facts.phase) {
    case 'after-act':
      return afterAct(facts, settings);
    case 'hold-down':
      return inHoldDown(facts, settings);
    case 'after-rollback':
      return afterRollback(facts);
    case 'watch':
      return whileWatching(facts, settings);
  }
}

/** Seconds until the next look; the hold-down when one follows. */
export function waitAfter(step: NextStep, facts: VerificationFacts, settings: RecoverySettings): number {
  if (step === 'hold-down') return settings.holdDownSeconds;
  if (step !== 'wait') return 0;
  const isWide = facts.phase === 'watch' && isPast(facts, CLOSE_WATCH_SECONDS);
  return isWide ? Math.max(WIDE_WATCH_SECONDS, settings.recheckSeconds) : settings.recheckSeconds;
}

function afterAct(facts: VerificationFacts, { patienceSeconds }: RecoverySettings): NextStep {
  const { verdict, settleSeconds, isLastAction } = facts;
  if (verdict === 'recovered') return 'hold-down';
  if (facts.hasMendedOwn && verdict !== 'improving' && isPast(facts, settleSeconds)) return leave(facts);
  if (verdict === 'worse') return 'roll-back';
  if (verdict !== 'blind' && !isLastAction && isPast(facts, settleSeconds)) return 'next-action';
  const patience = verdict === 'improving' ? patienceSeconds * IMPROVING_PATIENCE : patienceSeconds;
  return isPast(facts, settleSeconds + patience) ? leave(facts) : 'wait';
}

/** What did not end the incident is taken back, unless it mended its own service or the way back takes capacity away. */
function leave({ hasMendedOwn, hasAddedCapacity, hasAttemptsLeft }: VerificationFacts): NextStep {
  if (!hasMendedOwn && !hasAddedCapacity) return 'roll-back';
  return hasAttemptsLeft ? 'next-candidate' : 'give-up';
}

function inHoldDown(facts: VerificationFacts, { patienceSeconds }: RecoverySettings): NextStep {
  if (facts.verdict === 'recovered') return 'resolved';
  if (facts.verdict === 'worse' && !facts.hasMendedOwn) return 'roll-back';
  return isPast(facts, patienceSeconds) ? leave(facts) : 'wait';
}

/** The act is undone, so the old trouble is expected back: there is nothing to be patient for. */
function afterRollback(facts: VerificationFacts): NextStep {
  if (facts.verdict === 'recovered') return 'recovered';
  if (!isPast(facts, facts.settleSeconds)) return 'wait';
  return facts.hasAttemptsLeft ? 'next-candidate' : 'give-up';
}

function whileWatching(facts: VerificationFacts, { watchHours }: RecoverySettings): NextStep {
  if (facts.verdict === 'recovered') return 'recovered';
  return isPast(facts, watchHours * 3600) ? 'give-up' : 'wait';
}

function isPast({ now, phaseSince }: VerificationFacts, seconds: number): boolean {
  return now >= secondsAfter(phaseSince, seconds);
}
