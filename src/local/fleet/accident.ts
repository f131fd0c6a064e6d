// A fault or benign event of the story: when, where, how strong, and what has become of it. The words that the story,
// the physics and the judge share.

import type { Instant, ServiceId } from '#domain/ids.ts';

/** The faults of the catalogue that this plant can suffer. */
export const FAULT_KINDS = ['F1', 'F3', 'F4', 'F5', 'F6', 'F8', 'F10', 'F12', 'F15', 'F25'] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** Events that look like trouble and call for nothing. */
export const BENIGN_KINDS = ['B1', 'B2', 'B3', 'B4', 'B5', 'B6'] as const;
export type BenignKind = (typeof BENIGN_KINDS)[number];

export type AccidentKind = FaultKind | BenignKind;

/** How an effect sets in: at once, over some time, or coming and going. */
export type OnsetShape = 'step' | 'ramp' | 'intermittent';

/** Whom a change, or an end, is owed to. `owner` is the service's own team, `nature` nobody. */
export interface Cause {
  readonly by: 'fleetmedic' | 'person' | 'platform' | 'owner' | 'nature';
  /** The call of the log that did it, where a call did. */
  readonly callId?: string;
}

/** One entry of an explicit scenario. */
export interface Injection {
  readonly kind: AccidentKind;
  readonly serviceId: ServiceId;
  readonly at: Instant;
  /** 0 mild to 1 severe; 0.6 when absent. */
  readonly strength?: number;
  readonly shape?: OnsetShape;
  readonly durationMinutes?: number;
  /** For F4: whether it comes with a deployment or has been in the code for long. */
  readonly origin?: 'deployment' | 'old';
  /** 0 to 1, chooses among the variants of the kind; the middle is the plain one. */
  readonly variant?: number;
}

/** The plant's record of one injected event. */
export interface Accident {
  readonly id: string;
  readonly kind: AccidentKind;
  /** Index of the service it strikes. */
  readonly service: number;
  readonly onset: number;
  readonly strength: number;
  readonly shape: OnsetShape;
  readonly origin: 'deployment' | 'old';
  /** A draw of the story for details: 0 to 1. */
  readonly salt: number;
  /** When it ends unless something ends it before. */
  readonly endsAt: number;
  phase: 'pending' | 'active' | 'ended';
  /** The version, configuration or task it is bound to, once it has struck. */
  boundTo?: number;
  /** The owner has begun to mend it. */
  isBeingFixed?: boolean;
  visibleAt?: number;
  endedAt?: number;
  endedBy?: Cause;
  /** Services whose users noticed. */
  affected: number[];
}

/** Whether an event is a fault, as opposed to benign. */
export function isFault(kind: AccidentKind): kind is FaultKind {
  return kind.startsWith('F');
}

/** Milliseconds over which a ramp grows, and of one on-off cycle with the share that is on. */
const RAMP_MS = 20 * 60_000;
const CYCLE_MS = 7 * 60_000;
const CYCLE_ON_SHARE = 0.6;

/** How much of its strength an effect has at `now`: 0 to 1. */
export function intensityAt({ onset, shape }: Accident, now: number): number {
  const elapsed = now - onset;
  if (shape === 'step') return 1;
  if (shape === 'ramp') return Math.min(1, elapsed / RAMP_MS);
  return (elapsed % CYCLE_MS) / CYCLE_MS < CYCLE_ON_SHARE ? 1 : 0;
}
