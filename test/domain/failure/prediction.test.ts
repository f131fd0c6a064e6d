import { describe, expect, it } from 'vitest';
import { isDue, Prediction, scorePrediction, summarizeScores } from '#domain/failure/prediction.ts';
import { secondsAfter } from '#domain/ids.ts';
import { START } from './recordings.ts';

function predictionOf(within30: number): Prediction {
  return Prediction.parse({
    serviceId: 'shop',
    indicator: 'memory',
    limit: 90,
    madeAt: START,
    said: {
      within: [within30 / 4, within30 / 2, within30, within30],
      minutesToFailure: 20,
      earliestMinutes: 10,
      latestMinutes: 40,
      confidence: 0.8,
    },
  });
}

const minutesLater = (minutes: number) => secondsAfter(START, minutes * 60);

describe('a kept prediction', () => {
  it('is due when its last horizon is over', () => {
    expect(isDue(predictionOf(0.8), minutesLater(59))).toBe(false);
    expect(isDue(predictionOf(0.8), minutesLater(60))).toBe(true);
  });

  it.each([
    [0.8, 22, 'hit'],
    [0.8, undefined, 'false-warning'],
    [0.8, 45, 'false-warning'],
    [0.1, 22, 'miss'],
    [0.1, undefined, 'calm'],
  ])('with a chance of %d and a crossing after %s minutes is a %s', (chance, minutes, verdict) => {
    const crossedAt = minutes === undefined ? undefined : minutesLater(minutes);

    expect(scorePrediction(predictionOf(chance), crossedAt).verdict).toBe(verdict);
  });

  it('is scored by the squares of its errors, its lead, and its interval', () => {
    const score = scorePrediction(predictionOf(0.8), minutesLater(12));

    expect(score.squaredErrors.map((error) => Number(error.toFixed(4)))).toEqual([0.04, 0.36, 0.04, 0.04]);
    expect(score.leadMinutes).toBe(12);
    expect(score.isWithinInterval).toBe(true);
    expect(scorePrediction(predictionOf(0.8), minutesLater(5)).isWithinInterval).toBe(false);
    expect(scorePrediction(predictionOf(0.8), undefined).isWithinInterval).toBeUndefined();
  });
});

describe('the record of predictions', () => {
  it('tells how often warnings were right, how early, and how often crossings were warned of', () => {
    const record = summarizeScores([
      scorePrediction(predictionOf(0.8), minutesLater(12)),
      scorePrediction(predictionOf(0.8), minutesLater(28)),
      scorePrediction(predictionOf(0.8), minutesLater(20)),
      scorePrediction(predictionOf(0.8), undefined),
      scorePrediction(predictionOf(0.1), minutesLater(45)),
      scorePrediction(predictionOf(0.1), minutesLater(6)),
    ]);

    expect(record).toMatchObject({
      count: 6,
      precision: 0.75,
      recall: 0.75,
      leadMinutes: 20,
      intervalShare: 0.6,
    });
    expect(record.brier[2]).toBeCloseTo((3 * 0.04 + 0.64 + 0.01 + 0.81) / 6);
  });

  it('claims nothing while there is nothing to speak for it', () => {
    expect(summarizeScores([])).toEqual({
      count: 0,
      brier: [0, 0, 0, 0],
      precision: undefined,
      recall: undefined,
      leadMinutes: undefined,
      intervalShare: undefined,
    });
  });
});
