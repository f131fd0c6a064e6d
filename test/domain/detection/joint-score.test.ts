import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DayMemory } from '#domain/baseline/day-memory.ts';
import { SampledScale } from '#domain/baseline/sampled-scale.ts';
import { JointDistance } from '#domain/detection/joint-distance.ts';
import { scoreInHindsight } from '#domain/detection/joint-hindsight.ts';
import type { JointPoint } from '#domain/detection/joint-opinions.ts';
import { type JointSight, openJointScore, SUDDEN_BAR } from '#domain/detection/joint-score.ts';
import { noiseOf } from './shop.ts';

const START = Date.UTC(2026, 0, 5);
const PERIOD_SECONDS = 300;
const POINTS_A_DAY = 288;

interface Story {
  readonly days?: number;
  readonly metrics?: number;
  readonly seed?: number;
  /** What becomes of a usual value. */
  readonly change?: (
    value: number,
    place: { readonly index: number; readonly metric: number },
  ) => number | undefined;
}

/** A service whose metrics follow one daily load, each with its own size and noise. */
function serviceOf({ days = 4, metrics = 4, seed = 3, change = (value) => value }: Story = {}): JointPoint[] {
  const noise = noiseOf(seed);
  return Array.from({ length: days * POINTS_A_DAY }, (_, index) => {
    const load = 2 + Math.sin((2 * Math.PI * index) / POINTS_A_DAY) + 0.1 * noise();
    const values = Array.from({ length: metrics }, (__, metric) =>
      change((metric + 1) * (10 * load + 0.2 * noise()), { index, metric }),
    );
    return { at: START + index * PERIOD_SECONDS * 1000, values };
  });
}

function scoresOf(points: readonly JointPoint[]): JointSight[] {
  return points.map(openJointScore(points[0]?.values.length ?? 0, PERIOD_SECONDS));
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Trouble begins at noon of the last day. */
const ONSET = 3 * POINTS_A_DAY + 144;

describe('the joint score of a service', () => {
  it('knows nothing at first', () => {
    const [first] = scoresOf(serviceOf());

    expect(first).toEqual({ score: 0, suddenness: 0, loudest: 0 });
  });

  it('stays below the bar for nearly all points of a usual week', () => {
    const sights = scoresOf(serviceOf({ days: 7 }));

    expect(sights.filter(({ suddenness }) => suddenness >= SUDDEN_BAR).length).toBeLessThan(7);
  });

  it('raises the alarm within three points of a drop of all metrics, and holds the score while it lasts', () => {
    const isOff = (index: number) => index >= ONSET && index < ONSET + 40;
    const points = serviceOf({ change: (value, { index }) => (isOff(index) ? value * 0.3 : value) });

    const sights = scoresOf(points);

    expect(Math.max(...sights.slice(ONSET, ONSET + 3).map(({ suddenness }) => suddenness))).toBeGreaterThan(
      SUDDEN_BAR,
    );
    const during = meanOf(sights.slice(ONSET, ONSET + 40).map(({ score }) => score));
    const before = meanOf(sights.slice(ONSET - 40, ONSET).map(({ score }) => score));
    expect(during).toBeGreaterThan(before + 0.1);
  });

  it('names the metric that stands out most', () => {
    const points = serviceOf({
      change: (value, { index, metric }) => (index === ONSET && metric === 2 ? value * 3 : value),
    });

    expect(scoresOf(points)[ONSET]?.loudest).toBe(2);
  });

  it('sees a metric that has never moved before begin to move', () => {
    const points = serviceOf({
      change: (value, { index, metric }) => (metric === 1 ? Number(index >= ONSET) * 5 : value),
    });

    const sights = scoresOf(points);

    expect(sights[ONSET]?.loudest).toBe(1);
    expect(sights[ONSET]?.suddenness).toBeGreaterThan(sights[ONSET - 1]?.suddenness ?? 1);
  });

  it('goes on without a metric that has no value', () => {
    const points = serviceOf({
      change: (value, { index, metric }) => {
        if (metric === 0) return index % 3 === 0 ? undefined : value;
        return metric === 1 ? Number.NaN : value;
      },
    });

    const sights = scoresOf(points);

    for (const { score } of sights) expect(Number.isFinite(score)).toBe(true);
    expect(meanOf(sights.slice(POINTS_A_DAY).map(({ score }) => score))).toBeGreaterThan(0.2);
  });

  it('is between 0 and 1 for any values', () => {
    const value = fc.option(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { nil: undefined });
    const row = fc.array(value, { minLength: 3, maxLength: 3 });

    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 300 }), (rows) => {
        const points = rows.map((values, index) => ({ at: START + index * PERIOD_SECONDS * 1000, values }));

        const scores = [
          ...scoresOf(points).flatMap(({ score, suddenness }) => [score, suddenness]),
          ...scoreInHindsight({ points, metricCount: 3, periodSeconds: PERIOD_SECONDS }),
        ];

        expect(scores.every((score) => score >= 0 && score <= 1)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it('does not depend on units', () => {
    const scale = fc.array(fc.double({ min: 1e-3, max: 1e6, noNaN: true }), { minLength: 4, maxLength: 4 });

    fc.assert(
      fc.property(scale, (factors) => {
        const plain = scoresOf(serviceOf({ days: 2 }));
        const scaled = scoresOf(
          serviceOf({ days: 2, change: (value, { metric }) => value * (factors[metric] ?? 1) }),
        );

        scaled.forEach(({ score }, index) => {
          expect(score).toBeCloseTo(plain[index]?.score ?? 0, 6);
        });
      }),
      { numRuns: 5 },
    );
  });

  it('does not depend on the order of the metrics', () => {
    const points = serviceOf({ days: 2 });
    const turned = points.map(({ at, values }) => ({ at, values: [...values].reverse() }));

    const scores = scoresOf(points);

    scoresOf(turned).forEach(({ score }, index) => {
      expect(score).toBeCloseTo(scores[index]?.score ?? 0, 9);
    });
  });

  it('never changes what was said when points are appended', () => {
    const points = serviceOf({ days: 3 });

    fc.assert(
      fc.property(fc.integer({ min: 1, max: points.length }), (count) => {
        const all = scoresOf(points);

        expect(scoresOf(points.slice(0, count))).toEqual(all.slice(0, count));
      }),
      { numRuns: 5 },
    );
  });
});

describe('the joint score in hindsight', () => {
  it('finds trouble of the first day, before which nothing was seen', () => {
    const isOff = (index: number) => index >= 100 && index < 130;
    const points = serviceOf({ change: (value, { index }) => (isOff(index) ? value * 0.3 : value) });

    const scores = scoreInHindsight({ points, metricCount: 4, periodSeconds: PERIOD_SECONDS });

    const highest = scores.indexOf(Math.max(...scores));
    expect(highest).toBeGreaterThanOrEqual(98);
    expect(highest).toBeLessThan(132);
  });

  it('says 0 of recordings that are too short to say anything', () => {
    const points = serviceOf().slice(0, 20);

    const scores = scoreInHindsight({ points, metricCount: 4, periodSeconds: PERIOD_SECONDS });

    expect([...scores]).toEqual(Array.from({ length: 20 }, () => 0));
  });
});

describe('the distance of metrics that move together', () => {
  it('is larger where one of them moves alone than where all do', () => {
    const noise = noiseOf(7);
    const distance = new JointDistance(3);
    for (let i = 0; i < 300; i++) {
      const common = noise();
      distance.take(Float64Array.from({ length: 3 }, () => common + 0.1 * noise()));
    }

    const together = distance.take(Float64Array.of(0.5, 0.5, 0.5));
    const apart = distance.take(Float64Array.of(0.5, -0.5, 0.5));

    expect(apart).toBeGreaterThan(1.5 * together);
  });

  it('is not known before the first half day', () => {
    const distance = new JointDistance(1);

    const distances = Array.from({ length: 145 }, (_, i) => distance.take(Float64Array.of(i % 7)));

    expect(distances.findIndex((one) => !Number.isNaN(one))).toBe(144);
  });
});

describe('the memory of days', () => {
  const minutes = (count: number) => START + count * 60_000;
  const day = 24 * 60;

  it('compares with the day that was most like it', () => {
    const memory = new DayMemory(300);
    for (let i = 0; i < 2 * POINTS_A_DAY; i++) memory.take(minutes(5 * i), i < POINTS_A_DAY ? 10 : 20);

    expect(memory.distanceOf(minutes(2 * day), 12)).toBe(2);
    expect(memory.distanceOf(minutes(2 * day), 19)).toBe(-1);
  });

  it('knows nothing of a time without values, nor of one more than a week ago', () => {
    const memory = new DayMemory(3600);
    memory.take(minutes(0), 10);
    memory.take(minutes(120), 30);

    expect(memory.distanceOf(minutes(day + 60), 10)).toBeNaN();
    expect(memory.distanceOf(minutes(day), 11)).toBe(1);

    memory.take(minutes(20 * day), 5);

    expect(memory.distanceOf(minutes(20 * day), 10)).toBeNaN();
  });

  it('keeps finer series as means of five minutes', () => {
    const memory = new DayMemory(60);
    for (let i = 0; i < 10; i++) memory.take(minutes(i), i);

    expect(memory.distanceOf(minutes(day), 2)).toBe(0);
  });
});

describe('the scale of what is large', () => {
  it('is not known from few distances, and is then the value that three of a hundred exceed', () => {
    const scale = new SampledScale();
    for (let i = 1; i <= 31; i++) scale.take(i);
    const early = scale.ratioOf(1, 0);
    for (let i = 32; i <= 112; i++) scale.take(-i);
    scale.take(Number.NaN);

    expect(early).toBeNaN();
    expect(scale.ratioOf(-108, 0)).toBe(-1);
    expect(scale.ratioOf(540, 0)).toBe(5);
    expect(scale.ratioOf(1000, 1000)).toBe(1);
  });

  it('is not moved by an incident of a few hours', () => {
    const scale = new SampledScale();
    for (let i = 0; i < 3000; i++) scale.take(1);
    for (let i = 0; i < 48; i++) scale.take(100);

    expect(scale.ratioOf(100, 0)).toBe(100);
  });

  it('takes any move of what never moved for large, and none for none', () => {
    const scale = new SampledScale();
    for (let i = 0; i < 64; i++) scale.take(0);

    expect(scale.ratioOf(0, 0)).toBe(0);
    expect(scale.ratioOf(1, 0)).toBe(Number.POSITIVE_INFINITY);
  });
});
