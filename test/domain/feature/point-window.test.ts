import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RecentPoints } from '#domain/baseline/recent-points.ts';
import { feedSeries, type SeriesContext, updateSeries } from '#domain/baseline/update-series.ts';
import { FEATURE_COUNT, FEATURE_NAMES } from '#domain/feature/feature-names.ts';
import { isCalm, WINDOW_NAMES, WINDOW_POINTS, windowOf } from '#domain/feature/point-window.ts';
import { noiseOf } from '../detection/shop.ts';

const START = Date.UTC(2026, 0, 5);
const CONTEXT: SeriesContext = {
  periodSeconds: 60,
  rule: { width: 3, relativeMargin: 0, absoluteMargin: 0 },
  isTeaching: true,
  learningRate: 0.05,
  isFollowing: true,
};

function pointsOf(values: readonly number[]): RecentPoints {
  const points = new RecentPoints();
  points.load(values);
  return points;
}

function noisy(count: number, last = 100): number[] {
  const noise = noiseOf(3);
  return Array.from({ length: count }, (_, index) => (index === count - 1 ? last : 100 + noise()));
}

/** A row of features that are all 0 but one. */
function rowWith(name: (typeof FEATURE_NAMES)[number], value: number): Float64Array {
  const row = new Float64Array(FEATURE_COUNT);
  row[FEATURE_NAMES.indexOf(name)] = value;
  return row;
}

describe('the window of a point', () => {
  it('is the last points, oldest first, each with a name', () => {
    const window = windowOf(pointsOf(noisy(180, 500)));

    expect(window).toHaveLength(WINDOW_POINTS);
    expect(new Set(WINDOW_NAMES).size).toBe(WINDOW_POINTS);
    expect(window.indexOf(Math.max(...window))).toBe(WINDOW_POINTS - 1);
  });

  it('is the same at every level and scale', () => {
    const values = noisy(180, 130);

    const moved = windowOf(pointsOf(values.map((value) => 8 * value + 4096)));

    windowOf(pointsOf(values)).forEach((distance, index) => {
      expect(moved[index]).toBeCloseTo(distance, 3);
    });
  });

  it('begins as the series was first seen, where it is young', () => {
    const window = windowOf(pointsOf([7, 9, 8]));

    expect(new Set(window.subarray(0, WINDOW_POINTS - 2)).size).toBe(1);
  });

  it('is finite, whatever the series holds', () => {
    const anyValue = fc.oneof(
      fc.float({ noNaN: true, noDefaultInfinity: true }),
      fc.constantFrom(0, 1e30, -1e30),
    );

    fc.assert(
      fc.property(fc.array(anyValue, { minLength: 1, maxLength: 182 }), (values) =>
        windowOf(pointsOf(values)).every(Number.isFinite),
      ),
    );
  });

  it('is none before the first point', () => {
    expect(feedSeries().window()).toBeUndefined();
  });

  it('is the same for a series that is fed and for one whose state is stored between points', () => {
    const values = noisy(200, 140);
    const feed = feedSeries();
    let step: ReturnType<typeof updateSeries>;

    values.forEach((value, index) => {
      const point = { at: START + index * 60_000, value };
      feed.take(point, CONTEXT);
      step = updateSeries(step?.state, point, CONTEXT);
    });

    expect(step?.window).toEqual(feed.window());
  });
});

describe('a calm point', () => {
  it('is near to the points before it and to the last one', () => {
    expect(isCalm(new Float64Array(FEATURE_COUNT))).toBe(true);
    expect(isCalm(rowWith('residual-31', -0.6))).toBe(false);
    expect(isCalm(rowWith('step', 0.6))).toBe(false);
  });

  it('has no window to be judged by', () => {
    const values = noisy(100, 100);
    let step: ReturnType<typeof updateSeries>;

    values.forEach((_, index) => {
      step = updateSeries(step?.state, { at: START + index * 60_000, value: 100 }, CONTEXT);
    });

    expect(step?.window).toBeUndefined();
  });
});
