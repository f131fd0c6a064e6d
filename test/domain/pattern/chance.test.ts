import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chanceOfAtLeast, chanceWithin, correctForMany } from '#domain/pattern/chance.ts';

describe('the chance of so many successes', () => {
  it.each([
    // By hand: 1 - 0.5^3, 4 * 0.25^3 * 0.75 + 0.25^4, and R: pbinom(6, 20, 0.1, lower.tail = FALSE).
    [1, 3, 0.5, 0.875],
    [3, 4, 0.25, 0.05078125],
    [7, 20, 0.1, 0.00238609],
  ])('%i of %i at %f is %f', (count, trials, probability, chance) => {
    expect(chanceOfAtLeast(count, trials, probability)).toBeCloseTo(chance, 8);
  });

  it('is sure of none, impossible of more than there were, and follows a probability of 0 or 1', () => {
    expect(chanceOfAtLeast(0, 5, 0.1)).toBe(1);
    expect(chanceOfAtLeast(6, 5, 0.9)).toBe(0);
    expect(chanceOfAtLeast(1, 5, 0)).toBe(0);
    expect(chanceOfAtLeast(5, 5, 1)).toBe(1);
  });

  it('never grows with the count, nor falls with the probability', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 0, max: 60 }),
        fc.double({ min: 0.01, max: 0.98, noNaN: true }),
        (trials, count, probability) => {
          const chance = chanceOfAtLeast(count, trials, probability);
          expect(chanceOfAtLeast(count + 1, trials, probability)).toBeLessThanOrEqual(chance + 1e-12);
          expect(chanceOfAtLeast(count, trials, probability + 0.01)).toBeGreaterThanOrEqual(chance - 1e-12);
        },
      ),
    );
  });
});

describe('a correction for many questions', () => {
  it('is that of Holm: the surest by all, the next by one less, and never smaller than one before', () => {
    const found = [0.04, 0.001, 0.015].map((chance) => ({ chance }));

    expect(correctForMany(found, 4).map(({ chance }) => chance)).toEqual([0.004, 0.045, 0.08]);
    expect(correctForMany([{ chance: 0.02 }, { chance: 0.021 }], 2)).toEqual([
      { chance: 0.04 },
      { chance: 0.04 },
    ]);
  });

  it('leaves no chance above 1', () => {
    expect(correctForMany([{ chance: 0.4 }], 10)).toEqual([{ chance: 1 }]);
  });
});

it('an event begins in a part of the time as a Poisson process has it', () => {
  expect(chanceWithin(10, 30, 300)).toBeCloseTo(1 - Math.exp(-1), 10);
  expect(chanceWithin(1, 30, 0)).toBe(1);
});
