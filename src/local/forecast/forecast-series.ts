// A forecast from the end of a series: features of each step, through the model where there is one.

import type { TrainedModel } from '#application/ports/trained-model.ts';
import {
  holdAtZero,
  mixForecast,
  type QuantileForecast,
  usualForecast,
} from '#domain/forecast/demand-forecast.ts';
import { type ForecastStep, forecastSteps } from '#domain/forecast/forecast-features.ts';
import { forecastHistoryOf } from '#domain/forecast/point-forecasts.ts';
import type { RegularSeries } from '#domain/forecast/regular-series.ts';

/** Steps that are computed at once, so that a week of minutes needs no more memory than an hour. */
const BLOCK_STEPS = 2048;

export interface ForecastOrder {
  readonly series: RegularSeries;
  readonly stepCount: number;
  /** Absent: the simple forecasts speak alone. */
  readonly model: TrainedModel | undefined;
}

/** The forecasts of the next `stepCount` points, the nearest first. The series has at least one known value. */
export async function forecastSeries({
  series,
  stepCount,
  model,
}: ForecastOrder): Promise<QuantileForecast[]> {
  const history = forecastHistoryOf(series);
  const isNeverNegative = history.values.every((value) => value >= 0);
  const forecasts: QuantileForecast[] = [];
  for (let done = 0; done < stepCount; done += BLOCK_STEPS) {
    const count = Math.min(BLOCK_STEPS, stepCount - done);
    const asked = Array.from({ length: count }, (_, index) => done + index + 1);
    const steps = forecastSteps(history, asked, history.values.length - 1);
    forecasts.push(...(model ? await mixSteps(steps, model) : steps.map(usualForecast)));
  }
  return isNeverNegative ? forecasts.map(holdAtZero) : forecasts;
}

/** What the model makes of each step. */
export async function mixSteps(
  steps: readonly ForecastStep[],
  model: TrainedModel,
): Promise<QuantileForecast[]> {
  const rows = Float32Array.from(steps.flatMap(({ features }) => features));
  const answers = await model.evaluate(rows, steps.length);
  const width = model.outputCount;
  return steps.map((step, index) =>
    mixForecast(step, [...answers.subarray(index * width, (index + 1) * width)]),
  );
}
