// Lines become counts by kind and minute, and kinds that rose with an incident are told apart from those always there.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countErrors } from '#domain/error-class/error-minute.ts';
import { findRisingErrors } from '#domain/error-class/rising-errors.ts';
import { secondsAfter } from '#domain/ids.ts';
import { CART, CHECKOUT, errorMinute, minute, NOON } from '../../builders.ts';

const SOURCE = { serviceId: CHECKOUT, deliveryId: 'd-1' };
const TIMEOUT = 'Request timed out after <n> ms';

describe('counting errors', () => {
  it('puts lines of one kind and minute together, the most frequent first', () => {
    const lines = [
      { at: secondsAfter(NOON, 5), message: 'ERROR order 7 timed out' },
      { at: secondsAfter(NOON, 6), message: 'WARN slow query took 3 ms' },
      { at: secondsAfter(NOON, 8), message: 'ERROR order 8 timed out' },
      { at: secondsAfter(NOON, 9), message: 'INFO order 9 done' },
      { at: secondsAfter(NOON, 61), message: 'ERROR order 10 timed out' },
      { at: secondsAfter(NOON, 130), message: 'INFO all is well' },
    ];

    expect(countErrors(lines, SOURCE)).toEqual([
      {
        ...SOURCE,
        at: NOON,
        kinds: [
          { message: 'ERROR order <n> timed out', level: 'error', count: 2 },
          { message: 'WARN slow query took <n> ms', level: 'warning', count: 1 },
        ],
        others: 0,
      },
      {
        ...SOURCE,
        at: minute(1),
        kinds: [{ message: 'ERROR order <n> timed out', level: 'error', count: 1 }],
        others: 0,
      },
    ]);
  });

  it('counts the rarest of many kinds together', () => {
    const lines = Array.from({ length: 25 }, (_, index) => ({
      at: NOON,
      message: `failed: ${String.fromCharCode(97 + index).repeat(3)}`,
    }));

    expect(countErrors(lines, SOURCE)).toMatchObject([{ kinds: { length: 20 }, others: 5 }]);
  });

  it('is bounded, counts every error once, and does not depend on the order of the lines', () => {
    const anyWord = fc.string({ unit: fc.constantFrom(...'abcdefghij'), minLength: 1, maxLength: 2 });

    fc.assert(
      fc.property(fc.array(anyWord, { maxLength: 200 }), (words) => {
        const lines = words.map((word) => ({ at: NOON, message: `failed: ${word}` }));

        const [counted] = countErrors(lines, SOURCE);
        const [again] = countErrors(lines.toReversed(), SOURCE);

        const sum = (counted?.kinds ?? []).reduce((total, { count }) => total + count, counted?.others ?? 0);
        expect(sum).toBe(words.length);
        expect(counted?.kinds.length ?? 0).toBeLessThanOrEqual(20);
        expect(again).toEqual(counted);
      }),
    );
  });
});

describe('errors that rose', () => {
  const seen = { onsetAt: NOON, now: minute(10) };
  const kind = (count: number, message = TIMEOUT) => [{ message, level: 'error' as const, count }];

  it('are those more frequent since the onset than in the hour before', () => {
    const found = findRisingErrors(
      [
        errorMinute({ at: minute(-30), kinds: kind(10) }),
        errorMinute({ at: minute(-1), kinds: kind(5) }),
        errorMinute({ at: minute(4), kinds: kind(20) }),
        errorMinute({ at: minute(4), serviceId: CART, kinds: [{ message: 'Broken pipe', count: 50 }] }),
      ],
      seen,
    );

    expect(found).toEqual([
      { serviceId: CART, message: 'Broken pipe', count: 50, usualCount: 0 },
      { serviceId: CHECKOUT, message: TIMEOUT, level: 'error', count: 25, usualCount: 2 },
    ]);
  });

  it('are not those that a service always writes, nor a few lines', () => {
    const always = [
      errorMinute({ at: minute(-30), kinds: kind(300) }),
      errorMinute({ at: minute(3), kinds: kind(60) }),
    ];
    const few = [errorMinute({ at: minute(3), kinds: kind(2) })];

    expect(findRisingErrors(always, seen)).toEqual([]);
    expect(findRisingErrors(few, seen)).toEqual([]);
  });

  it('come in the order of the alphabet where they rose alike', () => {
    const told = ['b', 'a', 'c'].map((message) => errorMinute({ at: minute(1), kinds: kind(9, message) }));

    expect(findRisingErrors(told, seen).map(({ message }) => message)).toEqual(['a', 'b', 'c']);
  });
});
