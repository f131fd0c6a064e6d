import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SeriesState } from '#domain/baseline/series-state.ts';
import { type SeriesContext, updateSeries } from '#domain/baseline/update-series.ts';
import { FEATURE_COUNT, FEATURE_NAMES, type FeatureName } from '#domain/feature/feature-names.ts';
import { noiseOf } from '../detection/shop.ts';

const START = Date.UTC(2026, 0, 5);

interface Series {
  readonly values: readonly (number | undefined)[];
  readonly periodSeconds?: number;
}

/** The features of each point of a series. */
function featuresOf({ values, periodSeconds = 60 }: Series): readonly (readonly number[])[] {
  const context: SeriesContext = {
    periodSeconds,
    rule: { width: 3, relativeMargin: 0, absoluteMargin: 0 },
    isTeaching: true,
    learningRate: 0.05,
    isFollowing: true,
  };
  let state: SeriesState | undefined;
  const rows: (readonly number[])[] = [];
  values.forEach((value, index) => {
    const step = updateSeries(state, { at: START + index * periodSeconds * 1000, value }, context);
    state = step?.state;
    if (step?.features) rows.push(step.features);
  });
  return rows;
}

function last(series: Series): Record<FeatureName, number> {
  const row = featuresOf(series).at(-1) ?? [];
  return Object.fromEntries(FEATURE_NAMES.map((name, index) => [name, row[index]])) as Record<
    FeatureName,
    number
  >;
}

function noisy(count: number, shape: (index: number) => number = () => 100): number[] {
  const noise = noiseOf(3);
  return Array.from({ length: count }, (_, index) => shape(index) + noise());
}

const anyValue = fc.oneof(
  fc.double({ noNaN: true }),
  fc.double(),
  fc.constantFrom(0, -0, 1, 1e300, -1e300, 5e-324, undefined),
);

describe('the features', () => {
  it('are 47 different ones', () => {
    expect(FEATURE_COUNT).toBe(47);
    expect(new Set(FEATURE_NAMES).size).toBe(47);
  });

  it('are finite and moderate, whatever the series holds', () => {
    const period = fc.constantFrom(60, 300, 3600, 86_400);

    fc.assert(
      fc.property(fc.array(anyValue, { maxLength: 260 }), period, (values, periodSeconds) => {
        for (const row of featuresOf({ values, periodSeconds })) {
          expect(row).toHaveLength(FEATURE_COUNT);
          expect(row.every((feature) => Math.abs(feature) <= 20)).toBe(true);
        }
      }),
    );
  });

  it('of past points never change when points are appended', () => {
    fc.assert(
      fc.property(fc.array(anyValue, { minLength: 2, maxLength: 120 }), fc.nat(118), (values, cut) => {
        const whole = featuresOf({ values });
        const part = featuresOf({ values: values.slice(0, cut % values.length) });

        expect(whole.slice(0, part.length)).toEqual(part);
      }),
    );
  });

  it('hardly depend on the unit of the series', () => {
    const values = noisy(400);

    const one = last({ values });
    const other = last({ values: values.map((value) => 1024 * value) });

    for (const name of FEATURE_NAMES) expect(other[name]).toBeCloseTo(one[name], 3);
  });

  it('show a spike as a distance from all medians, from the level and from the last hour', () => {
    const row = last({ values: [...noisy(300), 200] });

    for (const name of ['residual-5', 'residual-181', 'step', 'from-level', 'window-1h'] as const) {
      expect(row[name]).toBeGreaterThan(3);
    }
    expect(row['percentile-181']).toBe(0.5);
  });

  it('show a drop below the range with its sign', () => {
    const row = last({ values: [...noisy(300), 20] });

    for (const name of ['residual-31', 'from-level', 'tail-15', 'trend-tail', 'tail-step', 'peak'] as const) {
      expect(row[name]).toBeLessThan(-1);
    }
    expect(row['percentile-181']).toBe(-0.5);
  });

  it('show a lasting shift after the spike of its beginning has gone', () => {
    const row = last({ values: noisy(300, (index) => (index < 280 ? 100 : 110)) });

    expect(row['trend-shift']).toBeGreaterThan(0.6);
    expect(row.momentum).toBeGreaterThan(0.5);
    expect(row.step).toBeLessThan(1.5);
  });

  it('measure a point against the last hour, the last six and the last day', () => {
    const levels = [...noisy(30), ...noisy(8, () => 120), ...noisy(1, () => 140), 160];
    const row = last({ values: levels, periodSeconds: 3600 });

    expect(row['window-1h']).toBeGreaterThan(0.5);
    expect(row['window-6h']).toBeGreaterThan(row['window-1h']);
    expect(row['window-24h']).toBeGreaterThan(row['window-6h']);
    expect(row['level-1h']).toBeGreaterThan(0.5);
  });

  it('show a steady rise as slope', () => {
    const row = last({ values: noisy(300, (index) => 100 + Math.max(0, index - 200) * 2) });

    expect(row['slope-15']).toBeGreaterThan(0.5);
    expect(row['slope-181']).toBeGreaterThan(0.6);
  });

  it('show a line that goes flat, and not one that always was', () => {
    const stuck = last({ values: [...noisy(300), ...new Array<number>(30).fill(100)] });
    const always = last({ values: new Array<number>(330).fill(100) });

    expect(stuck['flat-unusual']).toBeGreaterThan(2);
    expect(always['flat-unusual']).toBeLessThan(1);
    expect(stuck['variance-ratio-5']).toBeLessThan(-2);
  });

  it('show a zero among numbers, and a gap', () => {
    const row = last({ values: [...noisy(100), undefined, undefined, 0] });

    expect(row['zero-unusual']).toBeGreaterThan(0.9);
    expect(row['gap-length']).toBeCloseTo(Math.log(3));
  });

  it('find a daily peak usual once it was seen', () => {
    const hourly = (index: number) => (index % 24 === 2 ? 150 : 100);
    const firstNight = last({ values: noisy(3, hourly), periodSeconds: 3600 });
    const fourthNight = last({ values: noisy(75, hourly), periodSeconds: 3600 });

    expect(firstNight['day-coverage']).toBe(0);
    expect(fourthNight['day-coverage']).toBe(0.75);
    expect(Math.abs(fourthNight['day-closest'])).toBeLessThan(1);
    expect(fourthNight['residual-31']).toBeGreaterThan(2);
    expect(Math.abs(fourthNight['trend-31'])).toBeLessThan(1);
    expect(fourthNight['recurrence-day']).toBeGreaterThan(0.6);
  });

  it('find a weekly peak usual once it came twice', () => {
    const weekly = (index: number) => (index % 168 === 2 ? 150 : 100);
    const row = last({ values: noisy(2 * 168 + 3, weekly), periodSeconds: 3600 });

    expect(row['day-coverage']).toBe(1);
    expect(Math.abs(row['day-closest'])).toBeLessThan(0.7);
    expect(row['day-1']).toBeGreaterThan(1);
    expect(Math.abs(row['week-slot'])).toBeLessThan(0.7);
    expect(row['recurrence-week']).toBe(1);
  });
});

describe('what is rare in a series', () => {
  const TAILS = ['tail-15', 'trend-tail', 'tail-step', 'peak'] as const;
  const isSpike = (index: number) => index % 50 === 49;
  const spiking = (index: number) => (isSpike(index) ? 150 : 100);

  it('is no news where it came every fifty points, and is where nothing came before', () => {
    const used = last({ values: noisy(1000, spiking) });
    const calm = last({ values: [...noisy(999), 150] });

    for (const name of ['residual-15', 'residual-31', 'step'] as const) {
      expect(used[name]).toBeGreaterThan(1.5);
    }
    for (const name of TAILS) {
      expect(used[name]).toBeLessThan(1.2);
      expect(calm[name]).toBeGreaterThan(2);
    }
  });

  it('is still told apart from what is rarer, and larger', () => {
    const row = last({ values: [...noisy(999, spiking), 1000] });

    for (const name of TAILS) expect(row[name]).toBeGreaterThan(2);
  });

  it('of a day is known once such a distance from earlier days was seen', () => {
    const hourly = (index: number) => (index % 29 === 28 ? 150 : 100);
    const first = last({ values: noisy(58, hourly), periodSeconds: 3600 });
    const later = last({ values: noisy(29 * 20, hourly), periodSeconds: 3600 });

    expect(first['tail-day']).toBeGreaterThan(2);
    expect(later['tail-day']).toBeGreaterThan(0);
    expect(later['tail-day']).toBeLessThan(1);
  });

  it('is not claimed of a day that is not known', () => {
    expect(last({ values: [...noisy(200), 150] })['tail-day']).toBe(0);
  });

  it('is the largest distance of late, forgotten over days of calm', () => {
    const soon = last({ values: [...noisy(300), 200, ...noisy(190), 200] });
    const late = last({ values: [...noisy(300), 200, ...noisy(2000), 200] });

    expect(soon.peak).toBeCloseTo(Math.log1p(Math.exp(191 / 700)), 1);
    expect(late.peak).toBeCloseTo(Math.log1p(Math.exp(2001 / 700)), 1);
  });
});

describe('the share of excesses', () => {
  const alternating = (index: number) => (index % 20 === 19 ? 150 : 100);

  it('rises with every excess and falls in calm, soon by the fast memory and late by the slow one', () => {
    const calm = last({ values: noisy(300) });
    const wild = last({ values: noisy(300, (index) => (index < 200 ? 100 : alternating(index))) });
    const after = last({
      values: noisy(600, (index) => (index < 200 || index >= 300 ? 100 : alternating(index))),
    });

    for (const name of ['excess-share-fast', 'excess-share-slow'] as const) {
      expect(wild[name]).toBeGreaterThan(calm[name]);
      expect(after[name]).toBeLessThan(wild[name]);
    }
    expect(wild['excess-share-fast']).toBeGreaterThan(wild['excess-share-slow']);
    expect(after['excess-share-fast']).toBeLessThan(after['excess-share-slow']);
  });

  it('does not count the point that it describes', () => {
    const values = noisy(300);

    const usual = last({ values: [...values, 100] });
    const spike = last({ values: [...values, 200] });
    const next = last({ values: [...values, 200, 100] });

    expect(spike['excess-share-fast']).toBe(usual['excess-share-fast']);
    expect(spike['since-excess']).toBe(usual['since-excess']);
    expect(next['excess-share-fast']).toBeGreaterThan(spike['excess-share-fast']);
  });

  it('comes with the time since the last of them', () => {
    const values = [...noisy(300), 200];

    const next = last({ values: [...values, 100] });
    const later = last({ values: [...values, ...new Array<number>(30).fill(100), 100] });

    expect(next['since-excess']).toBe(0);
    expect(later['since-excess']).toBeCloseTo(Math.log1p(30));
  });
});
