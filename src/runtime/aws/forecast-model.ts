// The forecaster that was deployed beside the code, and a version to be tried; without a usable one the simple forecasts
// speak, and that is said.

import type { Log } from '#application/ports/operations.ts';
import type { TrainedModel } from '#application/ports/trained-model.ts';
import { FORECAST_MODEL_NAME, loadForecaster } from '#runtime/forecast-model.ts';
import { loadDeployedVersions } from './deployed-versions.ts';

export interface Forecasters {
  readonly forecaster: TrainedModel | undefined;
  readonly forecasterRivals: readonly TrainedModel[];
}

/** The models of this deployment. */
export async function loadDeployedForecasters(log: Log): Promise<Forecasters> {
  const { shipped, rivals } = await loadDeployedVersions(log, FORECAST_MODEL_NAME, loadForecaster);
  return { forecaster: shipped, forecasterRivals: rivals };
}
