import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blockOf, continueLedger, judgeBlocks, type TrialBlock } from '#domain/model/trial-ledger.ts';
import { LEAST_CASES, MOST_TRIAL_DAYS } from '#domain/model/trial-rule.ts';
import { at, CHECKOUT, NOON, trialBlock, trialLedger } from '../../builders.ts';

const PAIR = {
  modelName: 'failure-boosting',
  serviceId: CHECKOUT,
  champion: 'hash-1',
  challenger: 'hash-2',
};
const QUIET = { loss: 0, found: 0, missed: 0, falseAlarms: 0 };
const CASE = {
  isTelling: true,
  champion: { ...QUIET, loss: 0.25, missed: 1 },
  challenger: { ...QUIET, loss: 0.04, found: 1 },
};
const UNIT = 'days';

function judge(blocks: readonly TrialBlock[], now = NOON) {
  return judgeBlocks({ blocks, since: NOON, now, unit: UNIT });
}

function days(count: number, overrides: Partial<TrialBlock> = {}): readonly TrialBlock[] {
  return Array.from({ length: count }, (_, day) => trialBlock({ id: `day ${day}`, ...overrides }));
}

describe('a ledger', () => {
  it('begins with the first cases of a pair, and adds to the block of their day', () => {
    const first = continueLedger(undefined, PAIR, { id: '2026-11-23', cases: [CASE] });
    const second = continueLedger(first, PAIR, {
      id: '2026-11-23',
      cases: [{ ...CASE, isTelling: false }, CASE],
    });

    expect(first).toMatchObject({ ...PAIR, version: 1 });
    expect(second.version).toBe(2);
    expect(second.blocks).toEqual([
      {
        id: '2026-11-23',
        cases: 3,
        telling: 2,
        champion: { loss: 0.75, found: 0, missed: 3, falseAlarms: 0 },
        challenger: { loss: expect.closeTo(0.12), found: 3, missed: 0, falseAlarms: 0 },
      },
    ]);
  });

  it('has a block for each day, as long as a trial lasts', () => {
    let ledger = trialLedger({ blocks: days(MOST_TRIAL_DAYS + 1) });
    ledger = continueLedger(ledger, PAIR, { id: 'the next', cases: [CASE] });

    expect(ledger.blocks).toHaveLength(MOST_TRIAL_DAYS + 1);
    expect(ledger.blocks.at(-1)?.id).toBe('the next');
    expect(ledger.blocks[0]?.id).toBe('day 1');
  });

  it('begins anew with another pair', () => {
    const other = continueLedger(
      trialLedger(),
      { ...PAIR, challenger: 'hash-3' },
      { id: 'today', cases: [CASE] },
    );

    const others = continueLedger(
      trialLedger(),
      { ...PAIR, champion: 'hash-0' },
      { id: 'today', cases: [CASE] },
    );
    expect(others).toMatchObject({ champion: 'hash-0', blocks: [{ id: 'today' }] });
    expect(other).toMatchObject({ version: 2, challenger: 'hash-3', blocks: [{ id: 'today' }] });
    expect(continueLedger(other, PAIR, { id: 'today', cases: [] }).blocks).toMatchObject([{ cases: 0 }]);
  });
});

describe('a trial by blocks', () => {
  it('is won by a challenger that is nearer to what came, day by day', () => {
    const standing = judge(days(LEAST_CASES));

    expect(standing).toMatchObject({ verdict: 'won', better: 20, worse: 0, labelled: 20 });
    expect(standing.sides).toEqual({
      champion: { found: 0, missed: 20, falseAlarms: 0, brier: expect.closeTo(0.08) },
      challenger: { found: 20, missed: 0, falseAlarms: 0, brier: expect.closeTo(0.02) },
    });
    expect(standing.summary).toContain('nearer to the truth in 20 and further from it in 0 of 20 days');
  });

  it('counts only blocks in which something came or was warned of', () => {
    const calm = days(100, { telling: 0 });

    expect(judge([...calm, ...days(LEAST_CASES - 1)])).toMatchObject({ verdict: 'undecided', labelled: 19 });
    expect(judge([])).toMatchObject({ verdict: 'undecided', sides: { champion: { found: 0 } } });
    expect(judge([]).sides.champion.brier).toBeUndefined();
  });

  it.each([
    ['misses more', { ...QUIET, missed: 2 }],
    ['warns in vain more often', { ...QUIET, falseAlarms: 1 }],
    ['is further from the truth in all', { ...QUIET, loss: 100 }],
  ])('is not won by one who %s', (_case, challenger) => {
    const blocks = [
      ...days(30, { champion: { ...QUIET, loss: 0.2 }, challenger: { ...QUIET, loss: 0.1 } }),
      trialBlock({ champion: { ...QUIET, missed: 1 }, challenger }),
    ];

    expect(judge(blocks).verdict).toBe('undecided');
  });

  it('is lost by the one that is further from the truth, and expires', () => {
    const lost = days(LEAST_CASES).map(({ champion, challenger, ...rest }) => ({
      ...rest,
      champion: challenger,
      challenger: champion,
    }));

    expect(judge(lost).verdict).toBe('lost');
    expect(judge([], at(MOST_TRIAL_DAYS * 86_400)).verdict).toBe('expired');
  });

  it('is never won by both of two versions', () => {
    const sums = fc.record({
      loss: fc.double({ min: 0, max: 5, noNaN: true }),
      found: fc.nat(3),
      missed: fc.nat(3),
      falseAlarms: fc.nat(3),
    });
    const cases = fc.record({ isTelling: fc.boolean(), champion: sums, challenger: sums });
    fc.assert(
      fc.property(fc.array(cases, { maxLength: 60 }), (all) => {
        const one = judge(all.map((each, index) => blockOf(`${index}`, [each])));
        const swapped = judge(
          all.map(({ isTelling, champion, challenger }, index) =>
            blockOf(`${index}`, [{ isTelling, champion: challenger, challenger: champion }]),
          ),
        );
        expect(one.verdict === 'won' && swapped.verdict === 'won').toBe(false);
        expect([one.better, one.worse]).toEqual([swapped.worse, swapped.better]);
      }),
    );
  });
});
