// Predictions for every point of a series: features in blocks, through the model where there is one.

import type { FailureModel } from '#application/ports/foresight.ts';
import { crossingRatesOf } from '#domain/failure/crossing-rates.ts';
import { failureFeatureRows } from '#domain/failure/failure-features.ts';
import { predictAt, usualProbabilities } from '#domain/failure/failure-outlook.ts';
import { limitSeries } from '#domain/failure/limited-series.ts';
import { calibrateLogits, type FailurePrediction } from '#domain/failure/predict-failure.ts';
import { HORIZON_MINUTES } from '#domain/failure/survival.ts';
import type { RegularSeries } from '#domain/forecast/regular-series.ts';

/** Moments that the model is asked about at once. */
const BLOCK_ROWS = 4096;
const HORIZONS = HORIZON_MINUTES.length;

export interface PredictionOrder {
  readonly series: RegularSeries;
  readonly limit: number;
  /** Absent: the metric's own history speaks alone. */
  readonly model: FailureModel | undefined;
}

/** One prediction for each place of the series, each from what was known there. */
export async function predictSeries({ series, limit, model }: PredictionOrder): Promise<FailurePrediction[]> {
  if (series.values.length === 0) return [];
  const limited = limitSeries(series, limit);
  const history = { series: limited, rates: crossingRatesOf(limited) };
  const predictions: FailurePrediction[] = [];
  for (let from = 0; from < limited.values.length; from += BLOCK_ROWS) {
    const count = Math.min(BLOCK_ROWS, limited.values.length - from);
    const places = Array.from({ length: count }, (_, index) => from + index);
    const logits = await model?.model.evaluate(failureFeatureRows(history, places), count);
    for (const [row, at] of places.entries()) {
      const probabilities =
        model && logits
          ? calibrateLogits([...logits.subarray(row * HORIZONS, (row + 1) * HORIZONS)], model.parameters)
          : usualProbabilities(history, at);
      predictions.push(predictAt(history, at, probabilities));
    }
  }
  return predictions;
}
