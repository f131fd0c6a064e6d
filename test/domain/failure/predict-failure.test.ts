import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crossingRatesOf } from '#domain/failure/crossing-rates.ts';
import { predictAt, usualProbabilities } from '#domain/failure/failure-outlook.ts';
import { automaticLimit } from '#domain/failure/limit.ts';
import { limitSeries } from '#domain/failure/limited-series.ts';
import {
  calibrateLogits,
  FAILED,
  type FailureParameters,
  FailurePrediction,
  predictFailure,
} from '#domain/failure/predict-failure.ts';
import { crossingChance, FARTHEST_MINUTES, minutesUntil, survivalAt } from '#domain/failure/survival.ts';
import { HOUR, nightlyJob, record } from './recordings.ts';

const CALM = [0.001, 0.002, 0.004, 0.008] as const;
const probability = fc.double({ min: 0, max: 1, noNaN: true });
const growing = fc.array(probability, { minLength: 4, maxLength: 4 }).map((list) => {
  const [one = 0, two = 0, three = 0, four = 0] = list.sort((a, b) => a - b);
  return [one, two, three, four] as const;
});
const trend = fc.option(
  fc.record({
    minutesToLimit: fc.double({ min: 0.1, max: 5000, noNaN: true }),
    spreadMinutes: fc.double({ min: 1, max: 2000, noNaN: true }),
    belief: probability,
  }),
  { nil: undefined },
);

describe('a failure prediction', () => {
  it('grows with the horizon, and its times are in order', () => {
    fc.assert(
      fc.property(
        growing,
        trend,
        fc.double({ min: 0, max: 50, noNaN: true }),
        (probabilities, rise, crossingsADay) => {
          const said = predictFailure({ probabilities, trend: rise, crossingsADay });

          expect(FailurePrediction.safeParse(said).success).toBe(true);
          expect([...said.within].sort((one, other) => one - other)).toEqual([...said.within]);
          expect(said.earliestMinutes).toBeLessThanOrEqual(said.minutesToFailure);
          expect(said.minutesToFailure).toBeLessThanOrEqual(said.latestMinutes);
        },
      ),
    );
  });

  it('keeps the chances of the model where there is no trend', () => {
    const { within } = predictFailure({
      probabilities: [0.1, 0.2, 0.4, 0.6],
      trend: undefined,
      crossingsADay: 1,
    });

    expect(within.map((chance) => Number(chance.toFixed(6)))).toEqual([0.1, 0.2, 0.4, 0.6]);
  });

  it('names the time at which half of the chance is used up', () => {
    const said = predictFailure({ probabilities: [0.1, 0.2, 0.4, 0.6], trend: undefined, crossingsADay: 1 });

    expect(said.minutesToFailure).toBeGreaterThan(30);
    expect(said.minutesToFailure).toBeLessThan(60);
  });

  it('fuses a steady rise with what the model sees', () => {
    const rise = { minutesToLimit: 20, spreadMinutes: 3, belief: 0.9 };

    const alone = predictFailure({ probabilities: CALM, trend: undefined, crossingsADay: 0.1 });
    const fused = predictFailure({ probabilities: CALM, trend: rise, crossingsADay: 0.1 });

    expect(fused.within[2]).toBeGreaterThan(0.85);
    expect(fused.within[0]).toBeLessThan(0.05);
    expect(fused.minutesToFailure).toBeGreaterThan(15);
    expect(fused.minutesToFailure).toBeLessThan(25);
    expect(fused.confidence).toBeGreaterThan(0.85);
    expect(alone.minutesToFailure).toBeGreaterThan(5000);
  });

  it('says that no failure is in sight, and how sure that is', () => {
    const said = predictFailure({ probabilities: [0, 0, 0, 0], trend: undefined, crossingsADay: 0.01 });

    expect(said.minutesToFailure).toBe(FARTHEST_MINUTES);
    expect(said.latestMinutes).toBe(FARTHEST_MINUTES);
    expect(said.confidence).toBeCloseTo(Math.exp(-0.01 * (7 - 1 / 24)), 3);
  });

  it('takes a certain crossing without dividing by nothing', () => {
    const outlook = { probabilities: [1, 1, 1, 1] as const, trend: undefined, crossingsADay: 1 };

    expect(survivalAt(outlook, 0)).toBe(1);
    expect(survivalAt(outlook, 60)).toBeCloseTo(1e-4);
    expect(minutesUntil(outlook, 0.5)).toBeLessThan(1);
  });

  it('lets a trend say nothing of the present', () => {
    expect(crossingChance({ minutesToLimit: 1, spreadMinutes: 50, belief: 1 }, 0)).toBe(0);
  });
});

describe('a calibration', () => {
  const line = (slope: number) => ({ logits: [-4, 0, 4], probabilities: [0.01, 0.2 * slope, 0.9] });
  const parameters: FailureParameters = {
    calibration: { p05: line(1), p15: line(2), p30: line(1), p60: line(3) },
  };

  it('turns logits into chances, and holds its ends', () => {
    expect(calibrateLogits([-9, -2, 4, 9], parameters)).toEqual([
      0.01,
      expect.closeTo(0.205),
      expect.closeTo(0.9),
      0.9,
    ]);
  });

  it('never lets a longer horizon be less likely', () => {
    const [, within15, within30] = calibrateLogits([0, 0, 0, 0], parameters);

    expect(within30).toBe(within15);
  });
});

describe('what can be said at a moment', () => {
  const series = limitSeries(record(300, nightlyJob()), 60);
  const history = { series, rates: crossingRatesOf(series) };

  it('is that it has failed while it is above its limit', () => {
    expect(predictAt(history, 41, CALM)).toEqual(FAILED);
  });

  it('rests on the usual rate of crossings beyond the hour', () => {
    expect(predictAt(history, 200, CALM).minutesToFailure).toBeGreaterThan(600);
  });

  it('rests on the history of the metric alone where there is no model', () => {
    const [within5, , , within60] = usualProbabilities(history, 200);

    expect(within5).toBeGreaterThan(0);
    expect(within60).toBeGreaterThan(within5);
    expect(within60).toBeLessThan(0.2);
  });
});

describe('an automatic limit', () => {
  it('is the usual top of the first third and a tenth of the way to it', () => {
    const values = Float64Array.from({ length: 300 }, (_, index) => (index < 100 ? index : 1000));

    expect(automaticLimit(values)).toBeCloseTo(98 + 0.1 * (98 - 49));
  });

  it('leaves out what is not known, and gives up where nothing is', () => {
    expect(automaticLimit(Float64Array.from([Number.NaN, 5, 9, 9, 9, 9]))).toBe(5);
    expect(automaticLimit(Float64Array.from([Number.NaN, 5, 9]))).toBeUndefined();
    expect(automaticLimit(new Float64Array())).toBeUndefined();
  });

  it('does not move with where zero lies', () => {
    const swing = Float64Array.from({ length: 12 * HOUR }, (_, index) => Math.sin(index));
    const shifted = swing.map((value) => value - 500);

    expect((automaticLimit(shifted) ?? 0) + 500).toBeCloseTo(automaticLimit(swing) ?? 0);
  });
});
