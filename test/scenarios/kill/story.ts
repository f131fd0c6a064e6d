// The story of the kill test: one fault after the other, each on another service, so that recoveries run at most moments
// at which the process may be killed.

import { Instant, secondsAfter } from '#domain/ids.ts';
import type { FleetOptions, Injection } from '#local/fleet/fleet.ts';
import { idOf } from '../../local/fleet/builders.ts';

/** A Monday morning: enough load for faults that need it. */
const STARTS_AT = Instant.parse(Date.UTC(2026, 10, 16, 8));
/** Two hours for the baselines and half an hour more. */
const FIRST_FAULT_MINUTES = 150;
const EVERY_MINUTES = 16;
const FAULT_MINUTES = 75;
/** Longer than any recovery of these faults takes. */
const LAST_RECOVERY_MINUTES = 15;
const HOURS = 12;
/** Enough for every window that is read; more only makes each keeping of the world slower. */
const METRIC_HOURS = 2;

/** Most can be mended; the second last migrated its database, so that what is tried has to be taken back. */
const FAULTS: readonly Omit<Injection, 'at'>[] = [
  { kind: 'F3', serviceId: idOf('inventory') },
  { kind: 'F1', serviceId: idOf('recommendations') },
  { kind: 'F1', serviceId: idOf('accounts') },
  { kind: 'F3', serviceId: idOf('search') },
  { kind: 'F1', serviceId: idOf('recommendations'), variant: 0.95 },
  { kind: 'F3', serviceId: idOf('cart') },
];
const ROUNDS = 2;
const FAULT_COUNT = FAULTS.length * ROUNDS;

/** When nothing of the story is left to heal, even if nobody healed anything, and every recovery has had its time. */
export const OVER_AT = secondsAfter(
  STARTS_AT,
  (FIRST_FAULT_MINUTES + FAULT_COUNT * EVERY_MINUTES + FAULT_MINUTES + LAST_RECOVERY_MINUTES) * 60,
);

/** The story that every process of the test tells. */
export const STORY: FleetOptions = {
  seed: 5,
  startAt: STARTS_AT,
  hours: HOURS,
  metricRetentionHours: METRIC_HOURS,
  injections: Array.from({ length: ROUNDS }, () => FAULTS)
    .flat()
    .map((fault, index) => ({
      ...fault,
      at: secondsAfter(STARTS_AT, (FIRST_FAULT_MINUTES + index * EVERY_MINUTES) * 60),
      strength: 0.7,
      durationMinutes: FAULT_MINUTES,
    })),
};
