import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { afterPoll, hasten, isDue, newPollState } from '#domain/poll/schedule.ts';
import { PollSettings } from '#domain/poll/settings.ts';
import { at, CHECKOUT, NOON, pollState } from '../../builders.ts';

const settings = PollSettings.parse({ calmSeconds: 300, watchSeconds: 120, incidentSeconds: 60 });

const states = fc.record({
  serviceId: fc.constant(CHECKOUT),
  tier: fc.constantFrom('calm' as const, 'watch' as const, 'incident' as const),
  tierUntil: fc.integer({ min: -3600, max: 3600 }).map(at),
  nextPollAt: fc.integer({ min: -3600, max: 3600 }).map(at),
});
const tiers = fc.constantFrom('watch' as const, 'incident' as const);

describe('the schedule of a service', () => {
  it('begins at once', () => {
    const state = newPollState(CHECKOUT, NOON);

    expect(isDue(state, NOON)).toBe(true);
    expect(isDue(afterPoll(state, settings, NOON), NOON)).toBe(false);
  });

  it.each([
    ['calm', 300],
    ['watch', 120],
    ['incident', 60],
  ] as const)('in tier %s has a poll every %i seconds', (tier, seconds) => {
    const state = pollState({ tier, tierUntil: at(1) });

    expect(afterPoll(state, settings, NOON)).toMatchObject({ tier, nextPollAt: at(seconds) });
  });

  it('is calm again when nothing has prolonged the faster tier', () => {
    const state = pollState({ tier: 'incident', tierUntil: NOON });

    expect(afterPoll(state, settings, NOON)).toMatchObject({ tier: 'calm', nextPollAt: at(300) });
  });

  it('keeps the incident tier when only a watch is asked for, and prolongs it', () => {
    const state = pollState({ tier: 'incident', tierUntil: at(10), nextPollAt: at(30) });

    const hastened = hasten(state, 'watch', { settings, now: NOON });

    expect(hastened).toEqual({ ...state, tierUntil: at(settings.watchHoldSeconds) });
  });

  it('forgets a fast tier that is over before it takes a slower one', () => {
    const state = pollState({ tier: 'incident', tierUntil: NOON });

    expect(hasten(state, 'watch', { settings, now: NOON })).toMatchObject({ tier: 'watch' });
  });

  it('never gets later, and holds for the whole time, when it is hastened', () => {
    fc.assert(
      fc.property(states, tiers, (state, tier) => {
        const hastened = hasten(state, tier, { settings, now: NOON });

        expect(hastened.nextPollAt).toBeLessThanOrEqual(state.nextPollAt);
        expect(hastened.nextPollAt).toBeLessThanOrEqual(at(settings.watchSeconds));
        expect(hastened.tierUntil).toBeGreaterThanOrEqual(at(settings.watchHoldSeconds));
        expect(hastened.tierUntil).toBeGreaterThanOrEqual(state.tierUntil);
      }),
    );
  });

  it('is not changed by hastening it twice', () => {
    fc.assert(
      fc.property(states, tiers, (state, tier) => {
        const once = hasten(state, tier, { settings, now: NOON });

        expect(hasten(once, tier, { settings, now: NOON })).toEqual(once);
      }),
    );
  });
});
