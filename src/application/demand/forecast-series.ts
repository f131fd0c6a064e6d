// A forecast from the end of a series: features of each step, through the model where there is one.

import type { TrainedModel } from '#application/ports/trained-model.ts';
import { numberAt } from '#domain/baseline/number-at.ts';
import type { ForecastPoint } from '#domain/demand/demand-curve.ts';
import { holdAtZero, mixForecast, usualForecast } from '#domain/forecast/demand-forecast.ts';
import { type ForecastStep, forecastSteps } from '#domain/forecast/forecast-features.ts';
import { forecastHistoryOf, POINT_FORECASTS } from '#domain/forecast/point-forecasts.ts';
import type { RegularSeries } from '#domain/forecast/regular-series.ts';

/** Steps that are computed at once, so that a week of minutes needs no more memory than an hour. */
const BLOCK_STEPS = 2048;
const SEASONAL_NAIVE = POINT_FORECASTS.indexOf('day-naive');

export interface ForecastOrder {
  readonly series: RegularSeries;
  readonly stepCount: number;
  /** Points from one step to the next; 1 when absent. */
  readonly stride?: number;
  /** Absent: the simple forecasts speak alone. */
  readonly model: TrainedModel | undefined;
}

/** The forecasts of the next `stepCount` steps, the nearest first. The series has at least one known value. */
export async function forecastSeries(order: ForecastOrder): Promise<ForecastPoint[]> {
  const { series, stepCount, stride = 1, model } = order;
  const history = forecastHistoryOf(series);
  const isNeverNegative = history.values.every((value) => value >= 0);
  const points: ForecastPoint[] = [];
  for (let done = 0; done < stepCount; done += BLOCK_STEPS) {
    const count = Math.min(BLOCK_STEPS, stepCount - done);
    const asked = Array.from({ length: count }, (_, index) => (done + index + 1) * stride);
    const steps = forecastSteps(history, asked, history.values.length - 1);
    points.push(...(model ? await mixSteps(steps, model) : steps.map(usualPoint)));
  }
  return isNeverNegative ? points.map((point) => ({ ...point, ...holdAtZero(point) })) : points;
}

/** What the model makes of each step. */
export async function mixSteps(
  steps: readonly ForecastStep[],
  model: TrainedModel,
): Promise<ForecastPoint[]> {
  const rows = Float32Array.from(steps.flatMap(({ features }) => features));
  const answers = await model.evaluate(rows, steps.length);
  const width = model.outputCount;
  return steps.map((step, index) => ({
    ...mixForecast(step, [...answers.subarray(index * width, (index + 1) * width)]),
    naive: naiveOf(step),
  }));
}

function usualPoint(step: ForecastStep): ForecastPoint {
  return { ...usualForecast(step), naive: naiveOf(step) };
}

function naiveOf({ points }: ForecastStep): number {
  return numberAt(points, SEASONAL_NAIVE);
}
