import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitLine, prefixSums, runningSums, trailingMax } from '#domain/failure/windows.ts';

const VALUES = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 60 });

describe('running windows', () => {
  it('give the largest of the last points, of fewer at the beginning', () => {
    fc.assert(
      fc.property(VALUES, fc.integer({ min: 1, max: 70 }), (list, window) => {
        const maxima = trailingMax(Float64Array.from(list), window);

        list.forEach((_, at) => {
          expect(maxima[at]).toBe(Math.max(...list.slice(Math.max(0, at + 1 - window), at + 1)));
        });
      }),
    );
  });

  it('give sums of any stretch by one subtraction', () => {
    expect([...prefixSums([3, 4, 5])]).toEqual([0, 3, 7, 12]);
  });

  it('fit the line through the last points', () => {
    const sums = runningSums(Float64Array.from([9, 2, 4, 6, 8]));

    const fit = fitLine(sums, 4, 4);

    expect(fit.mean).toBeCloseTo(5);
    expect(fit.slope).toBeCloseTo(2);
    expect(fit.end).toBeCloseTo(8);
    expect(fit.deviation).toBeCloseTo(Math.sqrt(5));
  });

  it('see no slope in a single point', () => {
    expect(fitLine(runningSums(Float64Array.of(7)), 0, 12)).toEqual({
      mean: 7,
      deviation: 0,
      slope: 0,
      end: 7,
    });
  });
});
