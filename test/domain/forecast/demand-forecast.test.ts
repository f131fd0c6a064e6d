import { describe, expect, it } from 'vitest';
import {
  FORECAST_OUTPUT_COUNT,
  holdAtZero,
  mixForecast,
  usualForecast,
} from '#domain/forecast/demand-forecast.ts';
import { type ForecastStep, forecastSteps } from '#domain/forecast/forecast-features.ts';
import { forecastHistoryOf, POINT_FORECAST_COUNT } from '#domain/forecast/point-forecasts.ts';
import { DAY, dailyLoad, record } from '../failure/recordings.ts';

const history = forecastHistoryOf(record(6 * DAY, dailyLoad()));
const step = forecastSteps(history, [60], history.values.length - 1)[0] as ForecastStep;

describe('a demand forecast', () => {
  it('is the mix that the model asks for, as wide as it says', () => {
    const answer = new Array<number>(FORECAST_OUTPUT_COUNT).fill(0);
    answer[0] = 0.5;
    answer[3] = 0.5;
    answer.splice(POINT_FORECAST_COUNT, 3, 1, 2, 4);

    const { q10, q50, q90 } = mixForecast(step, answer);

    const middle = ((step.points[0] ?? 0) + (step.points[3] ?? 0)) / 2 + step.scale;
    expect(q50).toBeCloseTo(middle);
    expect(q10).toBeCloseTo(middle - 2 * step.scale);
    expect(q90).toBeCloseTo(middle + 4 * step.scale);
  });

  it('without a model is the best of the simple ones, with its errors', () => {
    const { q10, q50, q90 } = usualForecast(step);
    const truth = 50 + 20 * Math.sin((2 * Math.PI * 59) / DAY);

    expect(q10).toBeLessThan(truth);
    expect(q90).toBeGreaterThan(truth);
    expect(q50).toBeGreaterThan(q10);
    expect(q90 - q10).toBeLessThan(8);
  });

  it('holds what was never negative at zero', () => {
    expect(holdAtZero({ q10: -3, q50: -1, q90: 2 })).toEqual({ q10: 0, q50: 0, q90: 2 });
  });
});
