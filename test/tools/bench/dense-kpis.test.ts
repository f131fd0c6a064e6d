// What dense detection is measured on has to be reproducible, and labelled to the point.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openStream } from '#local/fleet/random.ts';
import { type DenseKpi, isJudged, judgedPart } from '../../../tools/bench/models/dense/dense-kpis.ts';
import { dayStrength } from '../../../tools/bench/models/dense/kpi-backgrounds.ts';
import { type KpiKind, makeKpi, makeKpis } from '../../../tools/bench/models/dense/kpi-series.ts';
import { addTrouble, TROUBLE_KINDS } from '../../../tools/bench/models/dense/kpi-trouble.ts';
import { weeklyMedianZ } from '../../../tools/bench/models/detection-baselines.ts';

const PERIOD_SECONDS = 300;
const POINTS_PER_DAY = 288;

/** Three weeks of a wave with a little noise. */
function wave(seed = 1): Float64Array {
  const random = openStream(seed, 'wave');
  return new Float64Array(21 * POINTS_PER_DAY).map(
    (_, i) => 100 + 50 * Math.sin((2 * Math.PI * i) / POINTS_PER_DAY) + random.normal(),
  );
}

const asSeries = (values: Float64Array) => ({
  ...{ dataset: 'test', name: 'wave', periodSeconds: PERIOD_SECONDS },
  points: Array.from(values, (value, i) => ({ at: i * PERIOD_SECONDS * 1000, value, isLabelled: false })),
});

describe('made-up KPIs', () => {
  const order = { count: 6, periodSeconds: PERIOD_SECONDS, seed: 5 };

  it('are the same for the same seed, and others for another', () => {
    const [first] = makeKpis(order);

    expect([...makeKpis(order)][0]).toEqual(first);
    expect([...makeKpis({ ...order, seed: 6 })][0]).not.toEqual(first);
  });

  it('are of two to four weeks, and clearly of the day where they are demand', () => {
    const [traffic] = makeKpis(order);
    const days = (traffic?.points.length ?? 0) / POINTS_PER_DAY;

    expect(days).toBeGreaterThanOrEqual(14);
    expect(days).toBeLessThanOrEqual(28);
    expect(traffic && dayStrength(traffic)).toBeGreaterThan(0.4);
  });

  it.each<[KpiKind, number]>([
    ['traffic', Number.POSITIVE_INFINITY],
    ['latency', Number.POSITIVE_INFINITY],
    ['error-share', 1],
    ['success-rate', 100],
    ['utilisation', 100],
    ['sessions', Number.POSITIVE_INFINITY],
  ])('of %s are finite and in their range', (kind, most) => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const values = makeKpi(kind, { days: 8, periodSeconds: 3600 }, openStream(seed, 'kpi'));

        expect(values.every((value) => value >= 0 && value <= most)).toBe(true);
      }),
      { numRuns: 20 },
    );
  });
});

describe('trouble that is put in', () => {
  const order = { periodSeconds: PERIOD_SECONDS, isTaken: () => false };

  it('changes nothing outside of its points', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const before = wave(seed);
        const { values, troubles } = addTrouble(before, order, openStream(seed, 'trouble'));
        const isIn = (i: number) => troubles.some(({ from, to }) => i >= from && i <= to);

        expect(values.every((value, i) => isIn(i) || value === before[i])).toBe(true);
        expect(values.every((value) => value >= 0)).toBe(true);
        expect(troubles.every(({ from, to }) => from >= 1.5 * POINTS_PER_DAY && to >= from)).toBe(true);
      }),
      { numRuns: 20 },
    );
  });

  it('is of every kind', () => {
    const kinds = new Set<string>();
    for (let seed = 0; seed < 10; seed++)
      for (const { kind } of addTrouble(wave(), order, openStream(seed, 'trouble')).troubles) kinds.add(kind);

    expect([...kinds].sort()).toEqual([...TROUBLE_KINDS].sort());
  });

  it('leaves out what people have marked', () => {
    const isTaken = (index: number) => index % POINTS_PER_DAY < POINTS_PER_DAY / 2;
    const { troubles } = addTrouble(wave(), { ...order, isTaken }, openStream(1, 'trouble'));

    expect(troubles.length).toBeGreaterThan(0);
    expect(troubles.some(({ from, to }) => isTaken(from) || isTaken(to))).toBe(false);
  });
});

describe('what is judged of a KPI', () => {
  const points = Array.from({ length: 40 }, (_, i) => ({ at: i * 60_000, value: i, isLabelled: i >= 35 }));
  const series = { dataset: 'test', name: 'line', periodSeconds: 60, points };
  const marked = Uint8Array.from(points, (_, i) => (i === 32 || i === 36 ? 1 : 0));
  const kpi: DenseKpi = { series, isMadeUp: true, troubles: [], marked };

  it('is neither the first points nor what people had marked', () => {
    const judged = points.map((_, i) => i).filter((i) => isJudged(kpi, i));

    expect(judged).toEqual([30, 31, 33, 34, 35, 37, 38, 39]);
  });

  it('keeps scores and labels together', () => {
    const labels = Uint8Array.from(points, ({ isLabelled }) => (isLabelled ? 1 : 0));
    const none = new Float32Array(points.length);
    const recorded = { series, labels, logits: none, novelties: none, shapes: none, features: none };
    const scores = Float64Array.from(points, ({ value }) => value);

    expect(judgedPart({ ...kpi, recorded }, scores)).toEqual({
      scores: Float64Array.of(30, 31, 33, 34, 35, 37, 38, 39),
      labels: Uint8Array.of(0, 0, 0, 0, 1, 1, 1, 1),
    });
  });
});

describe('the strength of the day', () => {
  it('is near 1 for a wave and near 0 for noise', () => {
    const random = openStream(1, 'noise');

    expect(dayStrength(asSeries(wave()))).toBeGreaterThan(0.95);
    expect(Math.abs(dayStrength(asSeries(wave().map(() => random.normal()))))).toBeLessThan(0.2);
  });
});

describe('the distance to the median of seven days', () => {
  it('is largest where a wave is broken, and does not see the break again a day later', () => {
    const values = wave();
    const at = 10 * POINTS_PER_DAY;
    values[at] = 300;
    const scores = weeklyMedianZ(asSeries(values));

    expect(scores.indexOf(Math.max(...scores))).toBe(at);
    expect(scores[at + POINTS_PER_DAY]).toBeLessThan(5);
  });
});
