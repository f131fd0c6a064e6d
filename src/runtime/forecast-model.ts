// Loads the trained forecaster of demand, or says why it cannot be used.

import * as z from 'zod/mini';
import { loadTrainedModel } from '#adapters/onnx/trained-model.ts';
import type { TrainedModel } from '#application/ports/trained-model.ts';
import { FORECAST_FEATURE_NAMES } from '#domain/forecast/forecast-features.ts';
import { OUTCOME_MODELS } from '#domain/model/model-names.ts';
import type { Result } from '#domain/result.ts';
import { loadedOrRefused } from '#runtime/model-refusal.ts';

/** The folder under `models/`. */
export const FORECAST_MODEL_NAME = OUTCOME_MODELS.demand;

/** The forecaster of a model folder, or why it is refused; without it the best of the simple forecasts speaks. */
export function loadForecaster(folder: string): Promise<Result<TrainedModel, string>> {
  return loadedOrRefused(async () => {
    const { model } = await loadTrainedModel(folder, {
      featureNames: FORECAST_FEATURE_NAMES,
      parameters: z.object({}),
    });
    return model;
  });
}
