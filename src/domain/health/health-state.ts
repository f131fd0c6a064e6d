// Graded states in place of up or down (M26), with hysteresis: a state must be left clearly and for some minutes, so
// that a service on the edge does not flap between two.

import type { HealthState } from '#domain/health/health.ts';

type Grade = Exclude<HealthState, 'unknown'>;

/** Scores at or above which each grade begins. An error share of 5 % alone is degraded, 50 % unhealthy, 90 % critical. */
const GRADE_FLOORS: readonly (readonly [Grade, number])[] = [
  ['healthy', 0.85],
  ['degraded', 0.6],
  ['unhealthy', 0.36],
];
/** Larger is worse; unknown is neither. */
const RANKS: Readonly<Record<HealthState, number>> = {
  unknown: -1,
  healthy: 0,
  degraded: 1,
  unhealthy: 2,
  critical: 3,
};
/** To get better the score must pass the better grade's floor by this much. */
const IMPROVEMENT_MARGIN = 0.03;
/** Minutes in a row that must ask for a worse state, and for a better one: falling is believed sooner. */
const MINUTES_TO_WORSEN = 2;
const MINUTES_TO_IMPROVE = 3;

export interface HealthTracking {
  readonly state: HealthState;
  /** Minutes in a row that asked for a worse, and for a better state. */
  readonly worseMinutes: number;
  readonly betterMinutes: number;
}

export const UNKNOWN_HEALTH: HealthTracking = { state: 'unknown', worseMinutes: 0, betterMinutes: 0 };

export interface MinuteOfHealth {
  /** Absent when nothing that users feel is known in this minute. */
  readonly score: number | undefined;
  /** Nothing has been known for so long that the state is unknown too. */
  readonly isStale: boolean;
  /** The best state that the failure rule leaves possible. */
  readonly atBest: Grade;
}

/** The state after one more minute. */
export function trackHealth(
  before: HealthTracking,
  { score, isStale, atBest }: MinuteOfHealth,
): HealthTracking {
  if (isStale) return UNKNOWN_HEALTH;
  if (score === undefined) return before;
  const asked = worseOf(gradeOf(score), atBest);
  const held = RANKS[before.state];
  // From unknown there is nothing to hold on to, and the failure rule has waited already.
  if (before.state === 'unknown' || RANKS[atBest] > held) return settled(asked);
  const surely = worseOf(gradeOf(score - IMPROVEMENT_MARGIN), atBest);
  const worseMinutes = RANKS[asked] > held ? before.worseMinutes + 1 : 0;
  const betterMinutes = RANKS[surely] < held ? before.betterMinutes + 1 : 0;
  const isDue = worseMinutes >= MINUTES_TO_WORSEN || betterMinutes >= MINUTES_TO_IMPROVE;
  return isDue ? settled(asked) : { state: before.state, worseMinutes, betterMinutes };
}

function settled(state: Grade): HealthTracking {
  return { state, worseMinutes: 0, betterMinutes: 0 };
}

function gradeOf(score: number): Grade {
  return GRADE_FLOORS.find(([, floor]) => score >= floor)?.[0] ?? 'critical';
}

function worseOf(one: Grade, other: Grade): Grade {
  return RANKS[one] > RANKS[other] ? one : other;
}
