// The forecaster that was deployed beside the code; without a usable one the simple forecasts speak, and that is said.

import type { Log } from '#application/ports/operations.ts';
import type { TrainedModel } from '#application/ports/trained-model.ts';
import { FORECAST_MODEL_NAME, loadForecaster } from '#runtime/forecast-model.ts';
import { deployedModelFolder } from './model.ts';

/** The model of this deployment. */
export async function loadDeployedForecaster(log: Log): Promise<TrainedModel | undefined> {
  const loaded = await loadForecaster(deployedModelFolder(FORECAST_MODEL_NAME));
  if (loaded.ok) return loaded.value;
  log.record('model-unavailable', { reason: loaded.refusal });
  return undefined;
}
