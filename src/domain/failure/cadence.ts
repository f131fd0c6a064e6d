// How often failures are predicted: every five minutes for what is watched closely, every half hour for what is well, each
// service in a tick of its own, so that thousands of them come evenly.

import { floorToPeriod, type Instant } from '#domain/ids.ts';
import type { PollState } from '#domain/poll/poll.ts';

/** The grid of predictions, and of the points that they are made from. */
export const PREDICTION_PERIOD_SECONDS = 300;
/** A calm service has its turn in one of so many ticks: a memory that leaks slowly is seen in time, and a fast one is no longer calm. */
export const CALM_TICKS = 6;

/** The start of the period that a moment lies in. */
export function predictionTickAt(now: Instant): Instant {
  return floorToPeriod(now, PREDICTION_PERIOD_SECONDS);
}

/** Whether a service has its turn. `place` is a whole number that is its own for ever, such as a digest of its id. */
export function isPredictionDue(poll: PollState | undefined, place: number, now: Instant): boolean {
  if (poll && poll.tier !== 'calm' && poll.tierUntil > now) return true;
  const tick = predictionTickAt(now) / (PREDICTION_PERIOD_SECONDS * 1000);
  return tick % CALM_TICKS === place % CALM_TICKS;
}
