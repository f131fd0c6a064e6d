import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_DETECTION_SETTINGS } from '#domain/detection/settings.ts';
import { secondsAfter } from '#domain/ids.ts';
import { joinCases, settleTally } from '#domain/model/settle-tally.ts';
import {
  type ComparedMinute,
  continueTally,
  type ShadowPair,
  ShadowTally,
} from '#domain/model/shadow-tally.ts';
import { CART, CHECKOUT, INCIDENT, incident, minute, NOON, shadowTally } from '../../builders.ts';
import { minuteAt, opinionOf } from './opinions.ts';

const PAIR: ShadowPair = {
  modelName: 'anomaly-boosting',
  serviceId: CHECKOUT,
  champion: 'hash-1',
  challenger: 'hash-2',
};

function compared(minutes: number, champion: number, challenger: number, value = 12): ComparedMinute {
  return {
    minute: minuteAt(minutes, value),
    opinions: { champion: opinionOf([champion]), challenger: opinionOf([challenger], 'hash-2') },
    settings: DEFAULT_DETECTION_SETTINGS,
  };
}

/** The tally of these minutes, from the beginning. */
function tallyOf(minutes: readonly ComparedMinute[]): ShadowTally {
  return continueTally(undefined, PAIR, minutes) ?? shadowTally();
}

describe('the shadow comparison', () => {
  it('counts minutes, and keeps what each side would have alarmed about', () => {
    const tally = tallyOf([compared(0, 0.1, 0.6), compared(1, 0.1, 0.8), compared(2, 0.3, 0.1)]);

    expect(tally).toMatchObject({ minutes: 3, version: 1, since: NOON, comparedTo: minute(2) });
    expect(tally.sides.challenger.episodes).toEqual([{ from: minute(0), to: minute(1), peak: 0.8 }]);
    expect(tally.sides.champion.episodes).toEqual([{ from: minute(2), to: minute(2), peak: 0.3 }]);
    expect(tally.sides.thresholds.episodes).toEqual([]);
  });

  it('listens to plain thresholds, too', () => {
    const tally = tallyOf([compared(0, 0.1, 0.1, 20)]);

    expect(tally.sides.thresholds.episodes).toEqual([{ from: NOON, to: NOON, peak: 1 }]);
    expect(tally.sides.champion.episodes).toEqual([]);
  });

  it('holds alarms a quarter of an hour apart for one, and later ones for another', () => {
    const tally = tallyOf([0, 15, 31].map((at) => compared(at, 0.9, 0.1)));

    expect(tally.sides.champion.episodes).toEqual([
      { from: minute(0), to: minute(15), peak: 0.9 },
      { from: minute(31), to: minute(31), peak: 0.9 },
    ]);
  });

  it('takes a minute that comes twice once', () => {
    const first = tallyOf([compared(0, 0.9, 0.9), compared(1, 0.9, 0.9)]);

    expect(continueTally(first, PAIR, [compared(1, 0.9, 0.9), compared(0, 0.9, 0.9)])).toBe(first);
    expect(continueTally(first, PAIR, [])).toBe(first);
    expect(continueTally(undefined, PAIR, [])).toBeUndefined();
  });

  it('begins anew with another pair, over the version that was read', () => {
    const first = tallyOf([compared(0, 0.9, 0.9)]);

    const next = continueTally(first, { ...PAIR, challenger: 'hash-3' }, [compared(1, 0.1, 0.1)]);
    const other = continueTally(first, { ...PAIR, champion: 'hash-0' }, [compared(1, 0.1, 0.1)]);

    expect(next).toMatchObject({ challenger: 'hash-3', minutes: 1, version: 2, since: minute(1) });
    expect(other).toMatchObject({ champion: 'hash-0', minutes: 1, version: 2 });
  });

  it('goes on when one side has no word', () => {
    const silent = {
      ...compared(0, 0.9, 0.9),
      opinions: { champion: opinionOf([0.9]), challenger: undefined },
    };

    const { sides } = tallyOf([silent]);

    expect(sides.champion.episodes).toHaveLength(1);
    expect(sides.challenger.episodes).toEqual([]);
  });

  it('keeps the habit of each side apart, and its size within bounds', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    const gaps = fc.integer({ min: 1, max: 40 });
    fc.assert(
      fc.property(fc.array(fc.tuple(gaps, share, share), { maxLength: 80 }), (steps) => {
        let at = 0;
        const minutes = steps.map(([gap, champion, challenger]) => {
          at += gap;
          return compared(at, champion, challenger);
        });
        const tally = tallyOf(minutes);
        expect(ShadowTally.parse(JSON.parse(JSON.stringify(tally)))).toEqual(tally);
        for (const side of Object.values(tally.sides)) expect(side.episodes.length).toBeLessThanOrEqual(16);
      }),
      { numRuns: 50 },
    );
  });
});

describe('settling', () => {
  const HOUR = 3600;
  const LATER = secondsAfter(NOON, 4 * HOUR);
  const ended = incident({ onsetAt: minute(10), openedAt: minute(12), closedAt: minute(40) });

  it('makes a case of an incident that has ended', () => {
    const tally = tallyOf([compared(0, 0.1, 0.1), compared(9, 0.1, 0.7), compared(12, 0.4, 0.6)]);

    const settled = settleTally(tally, [ended], LATER);

    expect(settled.cases).toEqual([
      { incidentId: ended.incidentId, said: { champion: 0.4, challenger: 0.7, thresholds: 0 } },
    ]);
    expect(settled.sides.champion).toMatchObject({ episodes: [], outside: 0 });
  });

  it('makes a case of it once', () => {
    const settled = settleTally(tallyOf([compared(0, 0.1, 0.1)]), [ended], LATER);

    expect(settleTally(settled, [ended], secondsAfter(LATER, HOUR)).cases).toHaveLength(1);
  });

  it('makes none of an incident that is open, of another service, or older than the comparison', () => {
    const tally = tallyOf([compared(11, 0.9, 0.9)]);
    const { closedAt: _, ...open } = ended;
    const strange = [open, { ...ended, serviceIds: [CART] }, ended];

    expect(settleTally(tally, strange, LATER).cases).toEqual([]);
  });

  it('counts an alarm outside of every incident against the side that raised it', () => {
    const tally = tallyOf([compared(0, 0.1, 0.1), compared(120, 0.9, 0.1)]);

    const settled = settleTally(tally, [ended], LATER);

    expect(settled.sides.champion).toMatchObject({ episodes: [], outside: 1 });
    expect(settled.sides.challenger.outside).toBe(0);
  });

  it('waits with an alarm whose incident may still be opened, or is still open', () => {
    const tally = tallyOf([compared(0, 0.9, 0.1)]);
    const { closedAt: _, ...open } = incident({ onsetAt: NOON });

    expect(settleTally(tally, [], minute(59)).sides.champion).toMatchObject({ outside: 0 });
    expect(settleTally(tally, [], minute(59)).sides.champion.episodes).toHaveLength(1);
    expect(settleTally(tally, [open], LATER).sides.champion.episodes).toHaveLength(1);
  });

  it('keeps no more than the newest cases', () => {
    const cases = Array.from({ length: 24 }, (_, index) => ({
      incidentId: incident({ openedAt: minute(-index) }).incidentId,
      said: { champion: 0, challenger: 0, thresholds: 0 },
    }));

    const settled = settleTally({ ...tallyOf([compared(0, 0, 0)]), cases }, [ended], LATER);

    expect(settled.cases).toHaveLength(24);
    expect(settled.cases.at(-1)?.incidentId).toBe(ended.incidentId);
  });

  it('joins what was said of one incident on several services', () => {
    const said = (champion: number, challenger: number) => [
      { incidentId: INCIDENT, said: { champion, challenger, thresholds: 0 } },
    ];

    const joined = joinCases([
      shadowTally({ cases: said(0.9, 0) }),
      shadowTally({ serviceId: CART, cases: said(0.2, 0.4) }),
    ]);

    expect(joined).toEqual([
      { incidentId: INCIDENT, said: { champion: 0.9, challenger: 0.4, thresholds: 0 } },
    ]);
  });
});
