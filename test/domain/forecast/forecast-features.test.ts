import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  FORECAST_FEATURE_COUNT,
  FORECAST_FEATURE_NAMES,
  forecastSteps,
} from '#domain/forecast/forecast-features.ts';
import { forecastHistoryOf, POINT_FORECASTS } from '#domain/forecast/point-forecasts.ts';
import type { RegularSeries } from '#domain/forecast/regular-series.ts';
import { DAY, dailyLoad, record } from '../failure/recordings.ts';

function stepOf(series: RegularSeries, steps = 3) {
  const history = forecastHistoryOf(series);
  const [step] = forecastSteps(history, [steps], history.values.length - 1);
  if (!step) throw new Error('one step was asked for');
  const named = Object.fromEntries(
    FORECAST_FEATURE_NAMES.map((name, index) => [name, step.features[index] ?? NaN]),
  );
  return { ...step, named };
}

describe('the features of a step ahead', () => {
  it('tell which of the simple forecasts did best lately', () => {
    const { best, named } = stepOf(record(6 * DAY, dailyLoad()), 60);

    expect(POINT_FORECASTS[best]).toMatch(/^day|^week/);
    expect(named['last-error']).toBeGreaterThan(named['days-error'] ?? 0);
    expect(named[`${POINT_FORECASTS[best]}-place`]).toBe(0);
  });

  it('are the same in any unit', () => {
    const load = record(4 * DAY, dailyLoad());
    const inMillions = record(4 * DAY, (index) => 1e6 * (load.values[index] ?? 0));

    const one = stepOf(load);
    const other = stepOf(inMillions);

    expect(other.scale / one.scale).toBeCloseTo(1e6, -1);
    one.features.forEach((feature, index) => {
      expect(other.features[index], FORECAST_FEATURE_NAMES[index]).toBeCloseTo(feature, 5);
    });
  });

  it('use nothing after the origin', () => {
    const load = dailyLoad();
    const values = Array.from({ length: 4 * DAY }, (_, index) => load(index));
    const origin = 3 * DAY;
    const from = (count: number) =>
      forecastSteps(forecastHistoryOf(record(count, (index) => values[index])), [1, 12, 400], origin);

    expect(from(values.length)).toEqual(from(origin + 1));
  });

  it('are finite and of one length for any series', () => {
    const value = fc.option(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { nil: undefined });
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 1, max: 900 }),
        (list, steps) => {
          const { features, scale } = stepOf(
            record(list.length, (index) => list[index]),
            steps,
          );

          expect(features.length).toBe(FORECAST_FEATURE_COUNT);
          expect(features.every(Number.isFinite)).toBe(true);
          expect(scale).toBeGreaterThan(0);
        },
      ),
    );
  });
});
