import { expect, it } from 'vitest';
import { forecastSeries } from '#application/demand/forecast-series.ts';
import { DAY, dailyLoad, record } from '../../domain/failure/recordings.ts';

it('what was never negative will not be, and what was may be', async () => {
  const calm = dailyLoad();
  const falling = record(2 * DAY, (index) => Math.max(0, 600 - index) + 0.01 * calm(index));
  const below = record(2 * DAY, (index) => calm(index) - 200);

  const held = await forecastSeries({ series: falling, stepCount: 200, model: undefined });
  const free = await forecastSeries({ series: below, stepCount: 20, model: undefined });

  expect(Math.min(...held.map(({ q10 }) => q10))).toBeGreaterThanOrEqual(0);
  expect(Math.max(...free.map(({ q90 }) => q90))).toBeLessThan(0);
});

it('has the value of a day before beside each point', async () => {
  const series = record(2 * DAY, (index) => index);

  const [next, another] = await forecastSeries({ series, stepCount: 2, model: undefined });

  expect([next?.naive, another?.naive]).toEqual([DAY, DAY + 1]);
});
