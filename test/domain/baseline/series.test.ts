import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bandOf, deviationFrom } from '#domain/baseline/band.ts';
import { loadBandOf } from '#domain/baseline/load-band.ts';
import type { SeriesState } from '#domain/baseline/series-state.ts';
import { feedSeries, type SeriesContext, updateSeries } from '#domain/baseline/update-series.ts';
import { noiseOf } from '../detection/shop.ts';

const START = Date.UTC(2026, 0, 5);

function context(overrides: Partial<SeriesContext> = {}): SeriesContext {
  return {
    periodSeconds: 60,
    rule: { width: 3, relativeMargin: 0.1, absoluteMargin: 0 },
    isTeaching: true,
    learningRate: 0.05,
    isFollowing: false,
    ...overrides,
  };
}

interface Feeding {
  readonly state?: SeriesState | undefined;
  readonly from?: number;
  readonly context?: SeriesContext;
}

/** The state after one value a minute; an undefined one is a gap. */
function feed(values: readonly (number | undefined)[], feeding: Feeding = {}): SeriesState | undefined {
  let state = feeding.state;
  values.forEach((value, index) => {
    const at = START + ((feeding.from ?? 0) + index) * 60_000;
    state = updateSeries(state, { at, value }, feeding.context ?? context())?.state;
  });
  return state;
}

function noisy(count: number, level: number, spread: number): number[] {
  const noise = noiseOf(5);
  return Array.from({ length: count }, () => level + spread * noise());
}

describe('the state of a series', () => {
  it('learns where the series is and how far it strays', () => {
    const state = feed(noisy(600, 100, 2));

    expect(state?.level).toBeGreaterThan(98);
    expect(state?.level).toBeLessThan(102);
    expect(state?.spread).toBeGreaterThan(2);
    expect(state?.spread).toBeLessThan(6);
  });

  it('is the same whether a point comes once, twice or again much later', () => {
    const point = fc.double({ min: -1e6, max: 1e6, noNaN: true });

    fc.assert(
      fc.property(fc.array(point, { minLength: 2, maxLength: 80 }), fc.nat(79), (values, again) => {
        const once = feed(values);
        const index = again % values.length;
        const twice = updateSeries(once, { at: START + index * 60_000, value: 1e9 }, context());

        expect(twice?.state).toBe(once);
        expect(twice?.features).toBeUndefined();
      }),
    );
  });

  it('is left as it is by what is missing or no number', () => {
    const state = feed([1, 2, 3]);
    const at = START + 600_000;

    expect(updateSeries(state, { at, value: undefined }, context())).toEqual({ state });
    expect(updateSeries(state, { at, value: Number.NaN }, context())).toEqual({ state });
    expect(updateSeries(undefined, { at, value: undefined }, context())).toBeUndefined();
  });

  it('does not grow with time', () => {
    const afterWeeks = feed(noisy(300, 10, 1), { state: feed(noisy(300, 10, 1)), from: 40_000 });

    expect(afterWeeks?.recent).toHaveLength(182);
    expect(JSON.stringify(afterWeeks).length).toBeLessThan(10_000);
  });

  it('counts gaps and flat stretches', () => {
    const state = feed([5, 5, 5, undefined, undefined, 5]);

    expect(state).toMatchObject({ gap: 2, flatRun: 3, count: 4 });
    expect(state?.repeatShare).toBeGreaterThan(0);
  });

  it('does not learn from an incident, and does not forget what was usual before it', () => {
    const before = feed(noisy(300, 100, 2));
    const during = feed(noisy(300, 500, 2), {
      state: before,
      from: 300,
      context: context({ isTeaching: false }),
    });

    expect(during?.level).toBe(before?.level);
    expect(during?.spread).toBe(before?.spread);
  });

  it('keeps the usual hour free of an incident, but remembers its spike', () => {
    const before = feed(noisy(60, 100, 2));
    const during = feed(noisy(61, 500, 2), {
      state: before,
      from: 60,
      context: context({ isTeaching: false }),
    });
    const { memory } = during ?? { memory: undefined };

    const closed = (START / 3_600_000 + 1) % 176;
    expect(memory?.medians[closed]).toBeLessThan(110);
    expect(memory?.peaks[closed]).toBeGreaterThan(300);
  });

  it('follows a harmless shift within the day, and faster where no user feels it', () => {
    const before = feed(noisy(300, 100, 2));
    const shifted = noisy(60, 130, 2);

    const slow = feed(shifted, { state: before, from: 300 });
    const fast = feed(shifted, {
      state: before,
      from: 300,
      context: context({ isFollowing: true, learningRate: 0.25 }),
    });

    expect(slow?.level).toBeLessThan(110);
    expect(fast?.level).toBeGreaterThan(125);
  });
});

describe('the feed of a series', () => {
  const reading = fc.record({
    /** Some late, some twice, some after a gap of hours. */
    minutes: fc.oneof({ weight: 8, arbitrary: fc.constant(1) }, fc.integer({ min: -2, max: 200 })),
    value: fc.oneof(fc.double(), fc.integer({ min: -3, max: 3 }), fc.constant(undefined)),
    isTeaching: fc.boolean(),
    loadBand: fc.option(fc.nat(4), { nil: undefined }),
  });

  it('sees the same and comes to the same state as an update for each point, wherever it is taken up', () => {
    fc.assert(
      fc.property(fc.array(reading, { maxLength: 150 }), fc.nat(150), (readings, cut) => {
        let at = START;
        let state: SeriesState | undefined;
        let series = feedSeries();
        readings.forEach(({ minutes, value, isTeaching, loadBand }, index) => {
          at += minutes * 60_000;
          if (index === cut) series = feedSeries(state);
          const around = context({ isTeaching, rule: { ...context().rule, loadBand } });
          const step = updateSeries(state, { at, value }, around);
          state = step?.state;
          const sight = series.take({ at, value }, around);

          expect(sight && [...sight.features]).toEqual(step?.features);
          expect(sight?.band).toEqual(step?.band);
          expect(series.state()).toEqual(state);
        });
      }),
    );
  });

  it('leaves the state it began with, and those it gave, as they were', () => {
    const before = feed(noisy(200, 100, 2));
    const series = feedSeries(before);
    const copies = [before, series.state()].map((state) => structuredClone(state));
    const given = series.state();

    series.take({ at: START + 200 * 60_000, value: 300 }, context());

    expect([before, given]).toEqual(copies);
    expect(series.state()).not.toEqual(before);
  });
});

describe('the band', () => {
  it('is unknown until ten points were seen, unless there is a prior', () => {
    const rule = { width: 3, relativeMargin: 0.1, absoluteMargin: 1 };
    const first = feed([5, 5, 5]);
    if (!first) throw new Error('no state');

    expect(bandOf(first, rule)).toBeUndefined();
    expect(bandOf(first, { ...rule, prior: 0 })).toMatchObject({ expected: 0, lower: -1, upper: 1 });
  });

  it('holds nearly all of the noise and no outlier', () => {
    const values = noisy(800, 100, 2);
    let state = feed(values.slice(0, 200));
    let outside = 0;
    values.slice(200).forEach((value, index) => {
      const step = updateSeries(
        state,
        { at: START + (200 + index) * 60_000, value },
        context({ rule: { width: 3, relativeMargin: 0, absoluteMargin: 0 } }),
      );
      state = step?.state;
      if (step?.band && (value < step.band.lower || value > step.band.upper)) outside++;
    });

    const next = updateSeries(state, { at: START + 900 * 60_000, value: 140 }, context());

    expect(outside).toBeLessThan(6);
    expect(next?.band && deviationFrom(next.band, 140)).toBeGreaterThan(3);
    expect(next?.band && deviationFrom(next.band, 60)).toBeLessThan(-3);
  });

  it('has room for what this hour of the week usually brings', () => {
    const weekly = Array.from({ length: 8 * 24 }, (_, hour) => (hour % 168 === 10 ? 90 : 10 + (hour % 3)));
    let state: SeriesState | undefined;
    weekly.forEach((value, hour) => {
      const point = { at: START + hour * 3_600_000, value };
      state = updateSeries(state, point, context({ periodSeconds: 3600 }))?.state;
    });
    const at = (hour: number) => START + (2 * 168 + hour) * 3_600_000;
    if (!state) throw new Error('no state');
    const rule = { width: 3, relativeMargin: 0.1, absoluteMargin: 0 };

    expect(bandOf({ ...state, lastAt: at(10) }, rule)?.upper).toBeGreaterThan(90);
    expect(bandOf({ ...state, lastAt: at(11) }, rule)?.upper).toBeLessThan(90);
  });

  it('has room for what the present load usually brings', () => {
    const rule = { width: 3, relativeMargin: 0.1, absoluteMargin: 0 };
    const busy = { ...rule, loadBand: 4 };
    let state = feed(noisy(100, 10, 0.5), { context: context({ rule: { ...rule, loadBand: 1 } }) });
    state = feed(noisy(40, 30, 0.5), {
      state,
      from: 100,
      context: context({ rule: busy, isFollowing: true }),
    });
    state = feed(noisy(300, 10, 0.5), {
      state,
      from: 140,
      context: context({ rule: { ...rule, loadBand: 1 } }),
    });
    if (!state) throw new Error('no state');

    expect(bandOf(state, busy)?.upper).toBeGreaterThan(30);
    expect(bandOf(state, { ...rule, loadBand: 2 })?.upper).toBeLessThan(20);
  });
});

describe('the load band', () => {
  it('is known by the load relative to what is usual', () => {
    expect([10, 70, 120, 160, 900].map((throughput) => loadBandOf(throughput, 100))).toEqual([0, 1, 2, 3, 4]);
    expect(loadBandOf(5, 0)).toBeUndefined();
  });
});
