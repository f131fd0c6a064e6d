// The shipped forecast model, or the reason why it cannot be used.

import { fileURLToPath } from 'node:url';
import * as z from 'zod/mini';
import { loadTrainedModel } from '#adapters/onnx/trained-model.ts';
import { ModelRefusedError, type TrainedModel } from '#application/ports/trained-model.ts';
import { FORECAST_FEATURE_NAMES } from '#domain/forecast/forecast-features.ts';
import { ok, type Result, refuse } from '#domain/result.ts';

/** The folder of the model that this checkout ships. */
export const FORECAST_MODEL_FOLDER = fileURLToPath(
  new URL('../../../models/forecast-mixer', import.meta.url),
);

/** The forecast model of a folder, or why it is refused. */
export async function loadForecastModel(
  folder = FORECAST_MODEL_FOLDER,
): Promise<Result<TrainedModel, string>> {
  try {
    const { model } = await loadTrainedModel(folder, {
      featureNames: FORECAST_FEATURE_NAMES,
      parameters: z.object({}),
    });
    return ok(model);
  } catch (error) {
    if (error instanceof ModelRefusedError) return refuse(error.message);
    throw error;
  }
}
