import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { curveOf, endOf, pointsOf } from '#domain/demand/demand-curve.ts';
import { confidenceIn, scoreForecast, trustIn } from '#domain/demand/forecast-score.ts';
import { describeSpike } from '#domain/demand/foreseen-spike.ts';
import { minute, NOON } from '../../builders.ts';
import { foreseenSpike } from '../../demand.ts';

/** Forty points at 100, a tenth wide on either side; yesterday it was 120. */
const FORTY = curveOf(
  Array.from({ length: 40 }, () => ({ q10: 90, q50: 100, q90: 110, naive: 120 })),
  NOON,
  300,
);

describe('a curve', () => {
  it('gives its points back, to four digits, and knows its end', () => {
    const points = [{ q10: 1.23456, q50: 2, q90: 3, naive: 123_456 }];

    const curve = curveOf(points, NOON, 300);

    expect(pointsOf(curve)).toEqual([{ q10: 1.235, q50: 2, q90: 3, naive: 123_500 }]);
    expect(endOf(curve)).toBe(minute(5));
  });
});

describe('the score of forecasts', () => {
  it('holds them against what came, beside the value of a day before', () => {
    const trust = trustIn(scoreForecast(undefined, FORTY, () => 100));

    expect(trust).toEqual({ ratio: expect.closeTo(0.0667, 3), coverage: 1, held: 1, points: 40 });
  });

  it('counts what lay outside, and what capacity would not have held', () => {
    const half = (at: number) => (at < minute(100) ? 200 : 100);

    expect(trustIn(scoreForecast(undefined, FORTY, half))).toMatchObject({ coverage: 0.5, held: 0.5 });
  });

  it('says nothing while too little was judged, or nothing of it is known', () => {
    const unknown = scoreForecast(undefined, FORTY, () => Number.NaN);

    expect(unknown.points).toBe(0);
    expect([trustIn(undefined), trustIn(unknown)]).toEqual([undefined, undefined]);
  });

  it('forgets what is long past', () => {
    let score = scoreForecast(undefined, FORTY, () => 200);

    for (let look = 0; look < 400; look++) score = scoreForecast(score, FORTY, () => 100);

    expect(score.points).toBe(2040);
    expect(trustIn(score)?.coverage).toBeGreaterThan(0.98);
  });

  it('has a ratio of one where yesterday repeats perfectly', () => {
    expect(trustIn(scoreForecast(undefined, FORTY, () => 120))?.ratio).toBe(1);
  });
});

describe('the confidence in a forecast', () => {
  const trust = { ratio: 0.5, coverage: 0.8, held: 0.95, points: 100 };

  it.each([
    ['half before anything is known', undefined, 0.5],
    ['high, but never full, when it came true', trust, 0.95],
    ['lower when intervals were too narrow', { ...trust, coverage: 0.4 }, 0.5],
    ['lower when yesterday foretold better', { ...trust, ratio: 2 }, 0.5],
  ])('is %s', (_case, known, expected) => {
    expect(confidenceIn(known)).toBe(expected);
  });

  it('lies between nothing and its limit, whatever was measured', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    const ratio = fc.double({ min: 0, max: 100, noNaN: true });

    fc.assert(
      fc.property(share, ratio, (coverage, error) => {
        const confidence = confidenceIn({ coverage, ratio: error, held: 1, points: 50 });
        expect(confidence).toBeGreaterThanOrEqual(0);
        expect(confidence).toBeLessThanOrEqual(0.95);
      }),
    );
  });
});

it('a foreseen spike is told with its height and its time', () => {
  expect(describeSpike(foreseenSpike({ peak: 182.4 }))).toBe('a spike to 182/s is foreseen at 12:40 UTC');
});
