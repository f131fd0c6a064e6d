// The shipped forecast model, or the reason why it cannot be used.

import { fileURLToPath } from 'node:url';
import * as z from 'zod/mini';
import { loadTrainedModel } from '#adapters/onnx/trained-model.ts';
import type { TrainedModel } from '#application/ports/trained-model.ts';
import { FORECAST_FEATURE_NAMES } from '#domain/forecast/forecast-features.ts';
import type { Result } from '#domain/result.ts';
import { loadedOrRefused } from '#runtime/model-refusal.ts';

/** The folder of the model that this checkout ships. */
export const FORECAST_MODEL_FOLDER = fileURLToPath(
  new URL('../../../models/forecast-mixer', import.meta.url),
);

/** The forecast model of a folder, or why it is refused. */
export function loadForecastModel(folder = FORECAST_MODEL_FOLDER): Promise<Result<TrainedModel, string>> {
  return loadedOrRefused(async () => {
    const { model } = await loadTrainedModel(folder, {
      featureNames: FORECAST_FEATURE_NAMES,
      parameters: z.object({}),
    });
    return model;
  });
}
