// The rules of the poll tiers: a service is read every few minutes while it is well and every minute while it is not.

import { type Instant, type ServiceId, secondsAfter } from '#domain/ids.ts';
import type { PollState, PollTier } from '#domain/poll/poll.ts';
import type { PollSettings } from '#domain/poll/settings.ts';

/** Tiers from slow to fast. */
const SPEED: Readonly<Record<PollTier, number>> = { calm: 0, watch: 1, incident: 2 };

/** A service that has never been read: due at once. */
export function newPollState(serviceId: ServiceId, now: Instant): PollState {
  return { serviceId, tier: 'calm', tierUntil: now, nextPollAt: now };
}

/** Whether the service is to be read now. */
export function isDue(state: PollState, now: Instant): boolean {
  return state.nextPollAt <= now;
}

/** Whether it is on a faster tier than calm. */
export function isHastened({ tier, tierUntil }: PollState, now: Instant): boolean {
  return tier !== 'calm' && tierUntil > now;
}

/** Whether it is part of an incident: points that come late in the minute are wanted as soon as they are there. */
export function isUrgent({ tier, tierUntil }: PollState, now: Instant): boolean {
  return tier === 'incident' && tierUntil > now;
}

/** The state after a poll was sent: the tier that still holds, and when the next poll is due. */
export function afterPoll(state: PollState, settings: PollSettings, now: Instant): PollState {
  const tier = state.tierUntil > now ? state.tier : 'calm';
  return { ...state, tier, nextPollAt: secondsAfter(now, periodOf(tier, settings)) };
}

/** Moves a service to a faster tier, or prolongs the one it has; a slower request changes nothing (M18). */
export function hasten(state: PollState, tier: 'watch' | 'incident', { settings, now }: PollTime): PollState {
  const held = state.tierUntil > now ? state.tier : 'calm';
  const next = SPEED[tier] >= SPEED[held] ? tier : held;
  const nextPollAt = secondsAfter(now, periodOf(next, settings));
  return {
    ...state,
    tier: next,
    tierUntil: Math.max(state.tierUntil, secondsAfter(now, settings.watchHoldSeconds)) as Instant,
    nextPollAt: state.nextPollAt < nextPollAt ? state.nextPollAt : nextPollAt,
  };
}

export interface PollTime {
  readonly settings: PollSettings;
  readonly now: Instant;
}

function periodOf(tier: PollTier, settings: PollSettings): number {
  switch (tier) {
    case 'calm':
      return settings.calmSeconds;
    case 'watch':
      return settings.watchSeconds;
    case 'incident':
      return settings.incidentSeconds;
  }
}
