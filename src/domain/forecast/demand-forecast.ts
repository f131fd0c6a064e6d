// The forecast of a series: quantiles of its next points. The model chooses between the simple forecasts and says how wide
// to be; without it the usual errors of the best of them do (M32, M54).

import { numberAt } from '#domain/baseline/number-at.ts';
import type { ForecastStep } from '#domain/forecast/forecast-features.ts';
import { POINT_FORECAST_COUNT } from '#domain/forecast/point-forecasts.ts';

/** What is said of one moment ahead, in the unit of the series. */
export interface QuantileForecast {
  /** One in ten values lies below, half of them, nine in ten; growing. */
  readonly q10: number;
  readonly q50: number;
  readonly q90: number;
}

/** What the model answers for one step: the share of each simple forecast, then where q50, q10 and q90 lie around their mix. */
export const FORECAST_OUTPUT_COUNT = POINT_FORECAST_COUNT + 3;

/** The quantiles that an answer of the model stands for; the last three numbers are in usual errors of the step. */
export function mixForecast({ points, scale }: ForecastStep, answer: readonly number[]): QuantileForecast {
  let mix = 0;
  for (const [index, point] of points.entries()) mix += numberAt(answer, index) * point;
  const at = (place: number) => numberAt(answer, POINT_FORECAST_COUNT + place) * scale;
  const q50 = mix + at(0);
  return { q10: q50 - at(1), q50, q90: q50 + at(2) };
}

/** Without a model: the simple forecast that did best lately, and its errors. */
export function usualForecast({ best, residuals, points }: ForecastStep): QuantileForecast {
  const point = numberAt(points, best);
  const [low, middle, high] = residuals;
  return { q10: point + low, q50: point + middle, q90: point + high };
}

/** A series that was never below zero will not be: counts, shares and loads are not. */
export function holdAtZero({ q10, q50, q90 }: QuantileForecast): QuantileForecast {
  return { q10: Math.max(0, q10), q50: Math.max(0, q50), q90: Math.max(0, q90) };
}
