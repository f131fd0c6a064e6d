// The shipped forecast model, or the reason why it cannot be used.

import { join } from 'node:path';
import type { TrainedModel } from '#application/ports/trained-model.ts';
import type { Result } from '#domain/result.ts';
import { MODELS_FOLDER } from '#local/models.ts';
import { FORECAST_MODEL_NAME, loadForecaster } from '#runtime/forecast-model.ts';

/** The folder of the model that this checkout ships. */
export const FORECAST_MODEL_FOLDER = join(MODELS_FOLDER, FORECAST_MODEL_NAME);

/** The forecast model of a folder, or why it is refused. */
export function loadForecastModel(folder = FORECAST_MODEL_FOLDER): Promise<Result<TrainedModel, string>> {
  return loadForecaster(folder);
}
