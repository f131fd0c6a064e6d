import { describe, expect, it } from 'vitest';
import { decideNextStep, type VerificationFacts, waitAfter } from '#domain/verification/next-step.ts';
import { RecoverySettings } from '#domain/verification/settings.ts';
import { VerificationPhase, VerificationVerdict } from '#domain/verification/verification.ts';
import { at, NOON } from '../../builders.ts';

/** soak 180, recheck 60, patience 360, hold-down 240, watch 24 h. */
const settings = RecoverySettings.parse({});

function facts(overrides: Partial<VerificationFacts> = {}): VerificationFacts {
  return {
    phase: 'after-act',
    verdict: 'not-recovered',
    now: at(180),
    phaseSince: NOON,
    settleSeconds: 420,
    isLastAction: true,
    hasMendedOwn: false,
    hasAddedCapacity: false,
    hasAttemptsLeft: true,
    ...overrides,
  };
}

describe('after an act', () => {
  it.each([
    ['recovered', 180, 'hold-down'],
    ['worse', 180, 'roll-back'],
    ['not-recovered', 779, 'wait'],
    ['not-recovered', 780, 'roll-back'],
    ['blind', 779, 'wait'],
    ['blind', 780, 'roll-back'],
    ['improving', 1499, 'wait'],
    ['improving', 1500, 'roll-back'],
  ] as const)('%s after %d s: %s', (verdict, seconds, step) => {
    expect(decideNextStep(facts({ verdict, now: at(seconds) }), settings)).toBe(step);
  });

  it('goes on to the next action once the last one had its time', () => {
    const before = facts({ isLastAction: false, now: at(419) });

    expect(decideNextStep(before, settings)).toBe('wait');
    expect(decideNextStep({ ...before, now: at(420) }, settings)).toBe('next-action');
    expect(decideNextStep({ ...before, now: at(420), verdict: 'blind' }, settings)).toBe('wait');
  });
});

describe('what did not end the incident', () => {
  const late = { now: at(780) };

  it.each([
    [{ hasMendedOwn: true }, 'next-candidate'],
    [{ hasAddedCapacity: true }, 'next-candidate'],
    [{ hasAddedCapacity: true, hasAttemptsLeft: false }, 'give-up'],
  ] as const)('stays where taking it back would do harm: %o', (overrides, step) => {
    expect(decideNextStep(facts({ ...late, ...overrides }), settings)).toBe(step);
    expect(decideNextStep(facts({ ...late, ...overrides, phase: 'hold-down' }), settings)).toBe(step);
  });
});

describe('in the hold-down', () => {
  it.each([
    ['recovered', 0, 'resolved'],
    ['worse', 0, 'roll-back'],
    ['not-recovered', 359, 'wait'],
    ['not-recovered', 360, 'roll-back'],
    ['blind', 360, 'roll-back'],
  ] as const)('%s after %d s: %s', (verdict, seconds, step) => {
    expect(decideNextStep(facts({ phase: 'hold-down', verdict, now: at(seconds) }), settings)).toBe(step);
  });
});

describe('after a rollback', () => {
  it.each([
    ['recovered', 0, true, 'recovered'],
    ['worse', 419, true, 'wait'],
    ['not-recovered', 420, true, 'next-candidate'],
    ['not-recovered', 420, false, 'give-up'],
  ] as const)('%s after %d s, more attempts %s: %s', (verdict, seconds, hasAttemptsLeft, step) => {
    const asked = facts({ phase: 'after-rollback', verdict, now: at(seconds), hasAttemptsLeft });

    expect(decideNextStep(asked, settings)).toBe(step);
  });
});

describe('while watching', () => {
  it.each([
    ['recovered', 60, 'recovered'],
    ['not-recovered', 86_399, 'wait'],
    ['not-recovered', 86_400, 'give-up'],
  ] as const)('%s after %d s: %s', (verdict, seconds, step) => {
    expect(decideNextStep(facts({ phase: 'watch', verdict, now: at(seconds) }), settings)).toBe(step);
  });

  it('looks less often after half an hour, so that a day fits the history of one execution', () => {
    const watching = facts({ phase: 'watch' });

    expect(waitAfter('wait', { ...watching, now: at(1799) }, settings)).toBe(60);
    expect(waitAfter('wait', { ...watching, now: at(1800) }, settings)).toBe(300);
  });
});

it('waits as long as the step wants', () => {
  expect(waitAfter('hold-down', facts(), settings)).toBe(240);
  expect(waitAfter('wait', facts(), settings)).toBe(60);
  expect(waitAfter('roll-back', facts(), settings)).toBe(0);
});

it('ends in every phase, whatever is seen', () => {
  const late = VerificationPhase.options.flatMap((phase) =>
    VerificationVerdict.options.map((verdict) =>
      decideNextStep(facts({ phase, verdict, now: at(10 * 86_400) }), settings),
    ),
  );

  expect(late).not.toContain('wait');
});
