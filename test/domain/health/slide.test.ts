import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSliding, learnFall } from '#domain/health/slide.ts';

const RATE = 0.05;

/** What was learned of so many minutes. */
function learnedAfter(minutes: number, trendAt: (minute: number) => number | undefined): number {
  let usual = learnFall(undefined, undefined, RATE);
  for (let minute = 0; minute < minutes; minute++) usual = learnFall(usual, trendAt(minute), RATE);
  return usual;
}

describe('a fall of the health score', () => {
  it('is a slide when it is far steeper than the service has known', () => {
    const steady = learnedAfter(1440, () => 0.01);

    expect(isSliding(steady, -0.3)).toBe(true);
    expect(isSliding(steady, -0.05)).toBe(false);
  });

  it('is none for a service that often falls as fast', () => {
    const wild = learnedAfter(5 * 1440, (minute) => (minute % 10 === 0 ? -0.3 : 0));

    expect(isSliding(wild, -0.3)).toBe(false);
  });

  it('is none while nothing is known, and a rise never is one', () => {
    expect(isSliding(undefined, undefined)).toBe(false);
    expect(isSliding(undefined, 5)).toBe(false);
  });

  it('moves what is usual by a small step, however steep it is', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.05, max: 10, noNaN: true }),
        fc.double({ noNaN: true }),
        (usual, trend) => {
          const next = learnFall(usual, trend, RATE);

          expect(next).toBeLessThanOrEqual(usual * 1.06);
          expect(next).toBeGreaterThanOrEqual(Math.min(usual * 0.999, 0.05));
        },
      ),
    );
  });
});
