// What a forecast has to beat: yesterday, the quantiles of the same time of all days, the last value, and a straight line.

import { numberAt } from '#domain/baseline/number-at.ts';
import { type QuantileForecast, usualForecast } from '#domain/forecast/demand-forecast.ts';
import type { ForecastStep } from '#domain/forecast/forecast-features.ts';
import { type ForecastHistory, POINT_FORECASTS } from '#domain/forecast/point-forecasts.ts';

/** The quantiles that are forecast. */
export const SHARES = [0.1, 0.5, 0.9] as const;
const SLOT_DAYS = 7;

/** What is known where a forecast is made, one step ahead. */
export interface Place {
  readonly history: ForecastHistory;
  readonly origin: number;
  readonly step: ForecastStep;
}

export type ForecastBaseline = (place: Place) => QuantileForecast;

const point = (value: number): QuantileForecast => ({ q10: value, q50: value, q90: value });
/** One of the simple forecasts, held to be certain. */
export const simple =
  (name: (typeof POINT_FORECASTS)[number]): ForecastBaseline =>
  ({ step }) =>
    point(numberAt(step.points, POINT_FORECASTS.indexOf(name)));

/** By name; the first is what errors are measured in. */
export const FORECAST_BASELINES: Readonly<Record<string, ForecastBaseline>> = {
  'seasonal naive (same time yesterday)': simple('day-naive'),
  'same-slot quantiles of seven days': sameSlotQuantiles,
  'last value': simple('last'),
  'line through the last points, damped': simple('line'),
  'best simple forecast with its errors': ({ step }) => usualForecast(step),
};

/** The quantiles of what the same slot of the last seven known days held. */
function sameSlotQuantiles({ history, origin, step }: Place): QuantileForecast {
  const values: number[] = [];
  const nearest = Math.ceil(step.steps / history.day);
  for (let back = nearest; back < nearest + SLOT_DAYS; back++) {
    const value = history.values[origin + step.steps - back * history.day];
    if (value !== undefined) values.push(value);
  }
  if (values.length === 0) return point(history.values[origin] ?? 0);
  const sorted = values.sort((one, other) => one - other);
  const [q10 = 0, q50 = 0, q90 = 0] = SHARES.map((share) => {
    const place = share * (sorted.length - 1);
    const low = numberAt(sorted, Math.floor(place));
    return low + (place - Math.floor(place)) * (numberAt(sorted, Math.ceil(place)) - low);
  });
  return { q10, q50, q90 };
}
