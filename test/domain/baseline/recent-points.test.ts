import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RECENT_POINTS, RecentPoints } from '#domain/baseline/recent-points.ts';
import { medianOf } from '#domain/baseline/robust.ts';

/** Few values, so that many are equal, or any; never minus zero, which no series holds. */
const value = fc
  .oneof(fc.integer({ min: -2, max: 2 }), fc.constantFrom(1e9, -3e38), fc.double({ noNaN: true }))
  .map((one) => one + 0);
/** Longer than the buffer, so that it moves to the front. */
const series = fc.array(value, { minLength: 1, maxLength: 400, size: 'max' });

function pushed(values: readonly number[]): RecentPoints {
  const points = new RecentPoints();
  for (const one of values) points.push(one);
  return points;
}

function loaded(values: readonly number[], points = new RecentPoints()): RecentPoints {
  points.load(values);
  return points;
}

/** Everything that is read of them. */
function readingOf(points: RecentPoints) {
  return {
    points: points.toArray(),
    medians: [...points.medians],
    last15: points.last15.value,
    firstOf15: points.firstOf15.value,
    firstOf181: points.firstOf181.value,
  };
}

describe('the recent points', () => {
  it('have the medians of their windows, as if they had been sorted', () => {
    fc.assert(
      fc.property(series, (values) => {
        const recent = values.slice(-RECENT_POINTS);
        const before = values.length === 1 ? values : recent.slice(0, -1);

        expect(readingOf(pushed(values))).toEqual({
          points: recent,
          medians: [5, 15, 31, 61, 181].map((window) => medianOf(before.slice(-window))),
          last15: medianOf(recent.slice(-15)),
          firstOf15: medianOf(recent.slice(-15).slice(0, 5)),
          firstOf181: medianOf(recent.slice(-181).slice(0, 31)),
        });
      }),
      { numRuns: 50 },
    );
  });

  it('are the same whether they came one by one or were loaded, over those of another series', () => {
    fc.assert(
      fc.property(series, series, series, (one, other, more) => {
        const points = loaded(one.slice(-RECENT_POINTS), pushed(other));
        const expected = pushed([...one, ...more]);

        for (const next of more) points.push(next);

        expect(readingOf(points)).toEqual(readingOf(expected));
      }),
      { numRuns: 20 },
    );
  });

  it('are looked back on, no further than to the oldest', () => {
    const points = pushed([1, 2, 3]);

    expect([0, 1, 2, 3].map((count) => points.earlier(count))).toEqual([3, 2, 1, 1]);
    expect(points.newest()).toBe(3);
    expect([1, 2, 3, 9].map((count) => points.medianOfLast(count))).toEqual([3, 2, 2, 2]);
  });
});
