import { describe, expect, it } from 'vitest';
import { forecastHistoryOf, POINT_FORECASTS, pointForecasts } from '#domain/forecast/point-forecasts.ts';
import type { RegularSeries } from '#domain/forecast/regular-series.ts';
import { DAY, record } from '../failure/recordings.ts';

/** The simple forecasts by name, from the end of a series. */
function forecastsOf(series: RegularSeries, steps: number): Readonly<Record<string, number>> {
  const history = forecastHistoryOf(series);
  const points = pointForecasts(history, { origin: history.values.length - 1, steps });
  return Object.fromEntries(POINT_FORECASTS.map((name, index) => [name, points[index] ?? Number.NaN]));
}

const swing = (index: number) => 50 + 20 * Math.sin((2 * Math.PI * index) / DAY);

describe('the simple forecasts', () => {
  it('find the same time of earlier days', () => {
    const forecasts = forecastsOf(record(5 * DAY, swing), 40);

    for (const name of ['day-naive', 'day-shifted', 'days', 'days-shifted'])
      expect(forecasts[name], name).toBeCloseTo(swing(39), 1);
  });

  it('follow the level when it moved since', () => {
    const forecasts = forecastsOf(
      record(5 * DAY, (index) => swing(index) + (index >= 4 * DAY + 100 ? 30 : 0)),
      20,
    );

    expect(forecasts['days-shifted']).toBeCloseTo(swing(19) + 30, 1);
    expect(forecasts['days']).toBeCloseTo(swing(19), 1);
  });

  it('find the same time of earlier weeks', () => {
    const weekly = (index: number) => swing(index) + (Math.floor(index / DAY) % 7 >= 5 ? -15 : 0);
    const forecasts = forecastsOf(record(5 * 7 * DAY + 4 * DAY, weekly), 2 * DAY);

    expect(forecasts['week']).toBeCloseTo(weekly(5 * 7 * DAY + 6 * DAY - 1), 1);
    expect(forecasts['weeks-shifted']).toBeCloseTo(weekly(5 * 7 * DAY + 6 * DAY - 1), 0);
  });

  it('look back by as many seasons as it takes to be in the past', () => {
    expect(forecastsOf(record(10 * DAY, swing), 3 * DAY)['day-naive']).toBeCloseTo(swing(3 * DAY - 1));
  });

  it('follow a line with growing doubt', () => {
    const { line = 0, last = 0 } = forecastsOf(
      record(100, (index) => index),
      4,
    );

    expect(line).toBeGreaterThan(last);
    expect(line).toBeLessThan(last + 4);
  });

  it('fall back on the recent level where the history is too short', () => {
    const forecasts = forecastsOf(
      record(1, () => 7),
      3,
    );

    expect(Object.values(forecasts)).toEqual(new Array(POINT_FORECASTS.length).fill(7));
  });

  it('take a week as the season of a series of days', () => {
    const forecasts = forecastsOf(
      record(60, (index) => index % 7, 86_400),
      1,
    );

    expect(forecasts['day-naive']).toBe(60 % 7);
    expect(forecasts['week']).toBe(60 % 7);
  });
});
