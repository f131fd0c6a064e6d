import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packNumbers, roundToPacked, unpackNumbers } from '#domain/baseline/packed-numbers.ts';
import {
  clamp,
  medianOf,
  medianOfThree,
  quantileOf,
  stepTowards,
  theilSenSlope,
  trackQuantile,
} from '#domain/baseline/robust.ts';

const value = fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((one) => one + 0);

function sorted(values: readonly number[]): number[] {
  return [...values].sort((one, other) => one - other);
}

describe('a quantile', () => {
  it('is the value of its rank, whatever the order', () => {
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 1, maxLength: 200 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (values, share) => {
          const expected = sorted(values)[Math.floor((values.length - 1) * share)];

          expect(quantileOf(values, share)).toBe(expected);
        },
      ),
    );
  });

  it('of a part looks at that part alone', () => {
    expect(medianOf([9, 9, 1, 2, 3, 9], { from: 2, to: 5 })).toBe(2);
  });

  it('of nothing is 0', () => {
    expect(medianOf([])).toBe(0);
    expect(medianOf([1, 2], { from: 2, to: 2 })).toBe(0);
  });

  it('of three is the middle one', () => {
    fc.assert(
      fc.property(value, value, value, (one, two, three) => {
        expect(medianOfThree(one, two, three)).toBe(sorted([one, two, three])[1]);
      }),
    );
  });
});

describe('the Theil-Sen slope', () => {
  it('finds the slope of a line in spite of an outlier', () => {
    const line = Array.from({ length: 30 }, (_, index) => 2 + 0.5 * index);
    line[7] = 1000;

    expect(theilSenSlope(line)).toBeCloseTo(0.5);
  });

  it('of fewer than two values is 0', () => {
    expect(theilSenSlope([])).toBe(0);
    expect(theilSenSlope([3])).toBe(0);
  });
});

describe('a running quantile', () => {
  it('settles where its share of the samples lies below', () => {
    let quantile = 1;
    for (let i = 0; i < 20_000; i++) {
      quantile = trackQuantile(quantile, ((i * 7919) % 1000) / 1000, { share: 0.9, rate: 0.01 });
    }

    expect(quantile).toBeGreaterThan(0.87);
    expect(quantile).toBeLessThan(0.93);
  });

  it('is moved no further by a huge outlier than by a small one', () => {
    const tracking = { share: 0.9, rate: 0.1 };

    expect(trackQuantile(1, 1e12, tracking)).toBe(trackQuantile(1, 1.1, tracking));
  });
});

describe('steps and limits', () => {
  it('never lead past the goal or further than the largest step', () => {
    expect(stepTowards(1, 10, 2)).toBe(3);
    expect(stepTowards(1, 0.5, 2)).toBe(0.5);
    expect(clamp(5, 0, 3)).toBe(3);
  });
});

describe('packed numbers', () => {
  const width = fc.constantFrom('short' as const, 'long' as const);

  it('come back as they were once rounded, in constant space', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true })), width, (values, kept) => {
        const rounded = values.map((one) => roundToPacked(one, kept));
        const text = packNumbers(rounded, kept);

        expect(unpackNumbers(text, kept)).toEqual(rounded);
        expect(text).toHaveLength(values.length * (kept === 'short' ? 3 : 4));
      }),
    );
  });

  it('differ from what was put in by a thousandth at most, or by far less when long', () => {
    const size = fc.double({ min: 1e-30, max: 1e30, noNaN: true });

    fc.assert(
      fc.property(size, (one) => {
        expect(Math.abs(roundToPacked(one, 'short') / one - 1)).toBeLessThan(0.001);
        expect(Math.abs(roundToPacked(one, 'long') / one - 1)).toBeLessThan(0.00002);
      }),
    );
  });

  it('have no limit in number', () => {
    const values = Array.from({ length: 5000 }, (_, index) => index);

    expect(unpackNumbers(packNumbers(values, 'long'), 'long')).toEqual(values);
    expect(packNumbers([], 'short')).toBe('');
  });

  it('refuse text that is not theirs', () => {
    expect(() => unpackNumbers('AAAA', 'short')).toThrow(RangeError);
    expect(() => unpackNumbers('A A', 'short')).toThrow('unknown character at 1');
    expect(() => unpackNumbers('AAÄ', 'short')).toThrow(RangeError);
  });
});
