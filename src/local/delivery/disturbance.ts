// Delivery gone wrong on purpose: messages twice, late and out of order, to show that the end is the same (I9).

import { type Instant, secondsAfter } from '#domain/ids.ts';

/** When a message sent at `now` is delivered: once, or more often. */
export type Disturbance = (now: Instant) => readonly Instant[];

export interface DisturbanceOptions {
  /** A seeded source of numbers in [0, 1). */
  readonly random: { uniform(): number };
  /** Share of the messages that are delivered a second time, 0 to 1. */
  readonly deliverTwiceShare: number;
  /** Each delivery is late by up to so much. */
  readonly maxDelaySeconds: number;
}

/** Every message once and at once, as it is meant to be. */
export function undisturbed(now: Instant): readonly Instant[] {
  return [now];
}

/** Delays every message at random, and delivers a share of them twice. */
export function disturbed({ random, deliverTwiceShare, maxDelaySeconds }: DisturbanceOptions): Disturbance {
  const late = (now: Instant) => secondsAfter(now, random.uniform() * maxDelaySeconds);
  return (now) => (random.uniform() < deliverTwiceShare ? [late(now), late(now)] : [late(now)]);
}
