import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { IncidentLabel } from '#domain/feedback/label.ts';
import { type JudgedCase, judgeTrial } from '#domain/model/trial.ts';
import { chanceOfMostly, LEAST_CASES, LEAST_CONFIDENCE, MOST_TRIAL_DAYS } from '#domain/model/trial-rule.ts';
import { at, INCIDENT, NOON } from '../../builders.ts';

const QUIET = { champion: 0, challenger: 0, thresholds: 0 };
const DAY = 86_400;

interface Said {
  readonly champion: number;
  readonly challenger: number;
  readonly label?: IncidentLabel;
}

function caseOf({ champion, challenger, label = 'trouble' }: Said): JudgedCase {
  return { incidentId: INCIDENT, said: { champion, challenger, thresholds: 1 }, label };
}

function many(count: number, said: Said): readonly JudgedCase[] {
  return Array.from({ length: count }, () => caseOf(said));
}

function judge(cases: readonly JudgedCase[], outside = QUIET, now = NOON) {
  return judgeTrial({ cases, outside, since: at(-DAY), now });
}

describe('a trial', () => {
  it('is won by a challenger that is nearer to the truth again and again', () => {
    const standing = judge(many(LEAST_CASES, { champion: 0.5, challenger: 0.9 }));

    expect(standing).toMatchObject({ verdict: 'won', better: 20, worse: 0, labelled: 20 });
    expect(standing.confidence).toBeGreaterThan(0.999);
    expect(standing.summary).toContain('nearer to the truth in 20 and further from it in 0 of 20');
  });

  it('is not won on too few incidents, nor on incidents that nobody has labelled', () => {
    const few = judge(many(LEAST_CASES - 1, { champion: 0.5, challenger: 0.9 }));
    const unlabelled = judge(many(100, { champion: 0.5, challenger: 0.9, label: 'unknown' }));

    expect(few.verdict).toBe('undecided');
    expect(unlabelled).toMatchObject({ verdict: 'undecided', labelled: 0 });
  });

  it('is not won by chance', () => {
    const standing = judge([
      ...many(12, { champion: 0.5, challenger: 0.9 }),
      ...many(8, { champion: 0.9, challenger: 0.5 }),
    ]);

    expect(standing).toMatchObject({ verdict: 'undecided', better: 12, worse: 8 });
  });

  it('is not won by one who cries wolf more often', () => {
    const cases = many(30, { champion: 0.5, challenger: 0.9 });

    expect(judge(cases, { ...QUIET, challenger: 1 }).verdict).toBe('undecided');
    expect(judge(cases, { champion: 1, challenger: 1, thresholds: 0 }).verdict).toBe('won');
  });

  it('is not won by one who misses what the champion has found', () => {
    const cases = [...many(30, { champion: 0.5, challenger: 0.9 }), caseOf({ champion: 0.5, challenger: 0 })];

    expect(judge(cases)).toMatchObject({ verdict: 'undecided', sides: { challenger: { missed: 1 } } });
  });

  it('is not won by many small gains that a few large losses outweigh', () => {
    const cases = [
      ...many(30, { champion: 0.9, challenger: 0.91 }),
      ...many(6, { champion: 0.95, challenger: 0.3 }),
    ];

    expect(judge(cases).verdict).toBe('undecided');
  });

  it('is lost by one who is further from the truth again and again', () => {
    expect(judge(many(LEAST_CASES, { champion: 0.9, challenger: 0.5 })).verdict).toBe('lost');
  });

  it('ends when its time is over', () => {
    expect(judge([], QUIET, at(MOST_TRIAL_DAYS * DAY)).verdict).toBe('expired');
    expect(judge([]).sides.champion).toEqual({ found: 0, missed: 0, falseAlarms: 0 });
  });

  it('counts what each side found, missed and imagined', () => {
    const { sides } = judge(
      [
        caseOf({ champion: 0.8, challenger: 0 }),
        caseOf({ champion: 0.6, challenger: 0, label: 'no-trouble' }),
      ],
      { champion: 3, challenger: 2, thresholds: 1 },
    );

    expect(sides.champion).toMatchObject({ found: 1, missed: 0, falseAlarms: 4 });
    expect(sides.champion.brier).toBeCloseTo((0.2 ** 2 + 0.6 ** 2) / 2);
    expect(sides.challenger).toMatchObject({ found: 0, missed: 1, falseAlarms: 2, brier: 0.5 });
    expect(sides.thresholds).toMatchObject({ found: 1, missed: 0, falseAlarms: 2 });
  });

  it('is never won by both of two versions, and never without the stated confidence', () => {
    const probability = fc.double({ min: 0, max: 1, noNaN: true });
    const label = fc.constantFrom<IncidentLabel>('trouble', 'no-trouble', 'unknown');
    const said = fc.record({ champion: probability, challenger: probability, label });
    const counts = fc.record({ champion: fc.nat(5), challenger: fc.nat(5), thresholds: fc.nat(5) });
    fc.assert(
      fc.property(fc.array(said, { maxLength: 60 }), counts, (cases, outside) => {
        const one = judge(cases.map(caseOf), outside);
        const swapped = judge(
          cases.map((each) => caseOf({ ...each, champion: each.challenger, challenger: each.champion })),
          { ...outside, champion: outside.challenger, challenger: outside.champion },
        );
        expect(one.verdict === 'won' && swapped.verdict === 'won').toBe(false);
        expect([one.better, one.worse]).toEqual([swapped.worse, swapped.better]);
        if (one.verdict !== 'won') return;
        expect(one.confidence).toBeGreaterThanOrEqual(LEAST_CONFIDENCE);
        expect(one.sides.challenger.falseAlarms).toBeLessThanOrEqual(one.sides.champion.falseAlarms);
        expect(one.sides.challenger.missed).toBeLessThanOrEqual(one.sides.champion.missed);
      }),
    );
  });
});

describe('the chance to win more than half of all pairs', () => {
  it.each([
    [0, 0, 0.5],
    [1, 0, 0.75],
    [4, 0, 31 / 32],
    [3, 3, 0.5],
    [2000, 1000, 1],
    [1000, 2000, 0],
  ])('is, after %i won and %i lost, %d', (won, lost, chance) => {
    expect(chanceOfMostly(won, lost)).toBeCloseTo(chance);
  });

  it('grows with every pair won, falls with every pair lost, and is that of the other side turned round', () => {
    fc.assert(
      fc.property(fc.nat(200), fc.nat(200), (won, lost) => {
        const chance = chanceOfMostly(won, lost);
        expect(chanceOfMostly(won + 1, lost)).toBeGreaterThanOrEqual(chance - 1e-9);
        expect(chanceOfMostly(won, lost + 1)).toBeLessThanOrEqual(chance + 1e-9);
        expect(chance + chanceOfMostly(lost, won)).toBeCloseTo(1);
      }),
    );
  });
});
