import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Instant } from '#domain/ids.ts';
import { recount } from '#domain/model/accuracy.ts';
import type { RetrainDecision } from '#domain/model/model.ts';
import {
  decideRetraining,
  isNewNeed,
  isReviewDue,
  isTrainingWanted,
  type RetrainFacts,
} from '#domain/model/retraining.ts';
import { at, NOON } from '../../builders.ts';

const DAY = 86_400;
const decide = (facts: Partial<RetrainFacts> = {}) =>
  decideRetraining({
    now: NOON,
    drift: 'none',
    newLabels: 0,
    retrainAfter: 1000,
    isTrialRunning: false,
    ...facts,
  });

describe('the decision to train again', () => {
  it.each([
    [{}, false, 'not-needed'],
    [{ drift: 'watch' }, false, 'not-needed'],
    [{ newLabels: 999 }, false, 'not-needed'],
    [{ newLabels: 1000 }, true, 'new-labels'],
    [{ drift: 'drifted' }, true, 'drift'],
    [{ drift: 'drifted', newLabels: 2000, isTrialRunning: true }, false, 'trial-runs'],
  ] as const)('is, with %o, %s because of %s', (facts, isDue, reason) => {
    expect(decide(facts)).toMatchObject({ at: NOON, isDue, reason });
  });

  it('is news only when there is a need, and another one than before', () => {
    const need = decide({ drift: 'drifted' });

    expect(isNewNeed(undefined, need)).toBe(true);
    expect(isNewNeed(decide(), need)).toBe(true);
    expect(isNewNeed(decide({ newLabels: 1000 }), need)).toBe(true);
    expect(isNewNeed(need, need)).toBe(false);
    expect(isNewNeed(need, decide())).toBe(false);
  });

  it('comes up once an hour', () => {
    expect(isReviewDue(undefined, NOON)).toBe(true);
    expect(isReviewDue(at(-3599), NOON)).toBe(false);
    expect(isReviewDue(at(-3600), NOON)).toBe(true);
  });
});

describe('the accuracy of a month', () => {
  const OCTOBER = at(-30 * DAY);
  const incident = (overrides = {}) => ({
    at: NOON,
    probability: 0.8,
    label: 'trouble' as const,
    ...overrides,
  });

  it('is counted from the incidents that are labelled', () => {
    const months = recount(
      [],
      [incident(), incident({ label: 'no-trouble' }), incident({ label: 'unknown' })],
      OCTOBER,
    );

    expect(months).toEqual([{ month: '2026-11', labelled: 2, confirmed: 1, brier: expect.closeTo(0.34) }]);
  });

  it('is counted anew when labels come late, but not from a part of the month', () => {
    const before = [
      { month: '2026-10', labelled: 9, confirmed: 9, brier: 0 },
      { month: '2026-11', labelled: 9, confirmed: 9, brier: 0 },
    ];

    const months = recount(before, [incident(), incident({ at: OCTOBER })], OCTOBER);

    expect(months.map(({ labelled }) => labelled)).toEqual([9, 1]);
  });

  it('is kept for two years, oldest first, and between always and never right', () => {
    const moment = fc.integer({ min: 0, max: 2000 }).map((days) => at(days * DAY));
    const label = fc.constantFrom('trouble', 'no-trouble', 'unknown');
    const one = fc.record({ at: moment, probability: fc.double({ min: 0, max: 1, noNaN: true }), label });
    fc.assert(
      fc.property(fc.array(one), (incidents) => {
        const months = recount([], incidents as Parameters<typeof recount>[1], OCTOBER);
        expect(months.length).toBeLessThanOrEqual(24);
        expect(months.map(({ month }) => month)).toEqual(months.map(({ month }) => month).toSorted());
        for (const { brier } of months) expect(brier >= 0 && brier <= 1).toBe(true);
      }),
    );
  });
});

describe('asking for a training', () => {
  const decision = (isDue: boolean, askedAt?: Instant): RetrainDecision => ({
    at: at(10 * DAY),
    isDue,
    reason: isDue ? 'drift' : 'not-needed',
    summary: 'any',
    ...(askedAt !== undefined && { askedAt }),
  });

  it.each([
    ['a need', true, undefined, true],
    ['no need', false, undefined, false],
    ['a need that was asked for a day ago', true, at(9 * DAY), false],
    ['a need that was asked for a week ago, in vain', true, at(3 * DAY), true],
  ])('of %s: %s, asked before %s', (_what, isDue, askedAt, isWanted) => {
    expect(isTrainingWanted(decision(true, askedAt), decision(isDue))).toBe(isWanted);
  });
});
