import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findTrend, type TrendQuestion } from '#domain/detection/trend.ts';
import { Instant, secondsAfter } from '#domain/ids.ts';
import { noiseOf } from './shop.ts';

const AT = Instant.parse(1_795_435_200_000);

function question(values: readonly number[], overrides: Partial<TrendQuestion> = {}): TrendQuestion {
  return { values, at: AT, limit: 100, horizonMinutes: 30, minimumUse: 0.6, ...overrides };
}

function curve(count: number, shape: (index: number) => number, spread = 0.3): number[] {
  const noise = noiseOf(2);
  return Array.from({ length: count }, (_, index) => shape(index) + spread * noise());
}

describe('a trend', () => {
  it('says when a steady rise reaches the limit', () => {
    const trend = findTrend(question(curve(60, (index) => 31 + index)));

    const minutes = ((trend?.crossesAt ?? 0) - AT) / 60_000;
    expect(trend?.slopePerMinute).toBeCloseTo(1, 1);
    expect(minutes).toBeGreaterThan(9);
    expect(minutes).toBeLessThan(13);
  });

  it('is seen in a short window when the leak is fast', () => {
    expect(findTrend(question(curve(20, (index) => (index < 5 ? 40 : 40 + 3 * (index - 5)))))).toBeDefined();
  });

  it('crosses now when the limit is passed already', () => {
    expect(findTrend(question(curve(60, (index) => 60 + index)))?.crossesAt).toBe(AT);
  });

  it.each<[string, readonly number[], Partial<TrendQuestion>]>([
    ['noise', curve(120, () => 80, 2), {}],
    ['a step', curve(60, (index) => (index < 30 ? 60 : 90)), {}],
    ['a cache that fills and levels off', curve(60, (index) => 95 - 40 * Math.exp(-index / 12)), {}],
    ['a fall', curve(60, (index) => 99 - index / 2), {}],
    ['a rise far from the limit', curve(60, (index) => 10 + index / 2), {}],
    ['a rise that takes longer than the horizon', curve(120, (index) => 70 + index / 20, 0.01), {}],
    ['too few points', curve(10, (index) => 70 + 3 * index), {}],
    ['no limit', curve(60, (index) => 30 + index), { limit: 0 }],
  ])('is not seen in %s', (_case, values, overrides) => {
    expect(findTrend(question(values, overrides))).toBeUndefined();
  });

  it('never lies in the past or beyond the horizon', () => {
    const values = fc.array(fc.double({ min: 0, max: 200, noNaN: true }), { minLength: 15, maxLength: 130 });

    fc.assert(
      fc.property(values, fc.boolean(), (list, isRising) => {
        const ordered = isRising ? [...list].sort((one, other) => one - other) : list;
        const trend = findTrend(question(ordered));
        if (!trend) return;
        expect(trend.crossesAt).toBeGreaterThanOrEqual(AT);
        expect(trend.crossesAt).toBeLessThanOrEqual(secondsAfter(AT, 30 * 60));
      }),
    );
  });
});
