// The versions of the forecaster: which of those at hand speaks, and what the one in its trial says of the very same series.
// It is only written down, and no failure of it reaches what is forecast (M109).

import { actualOf, forecastNear } from '#application/demand/forecast-horizons.ts';
import { type ChosenModels, chooseVersions } from '#application/models/choose-models.ts';
import type { ModelRegistry } from '#application/ports/learning.ts';
import type { Log } from '#application/ports/operations.ts';
import type { TrainedModel } from '#application/ports/trained-model.ts';
import type { DemandForecast } from '#domain/demand/demand-forecast.ts';
import { endOfSeries } from '#domain/demand/demand-history.ts';
import { continueShadow, type ShadowStep } from '#domain/demand/shadow-forecast.ts';
import type { RegularSeries } from '#domain/forecast/regular-series.ts';

export interface ForecastVersionsDeps {
  readonly log: Log;
  readonly models: ModelRegistry;
  /** The one that came with Fleetmedic. Absent: the best of the simple forecasts speaks alone. */
  readonly forecaster?: TrainedModel | undefined;
  /** Other versions of it. */
  readonly forecasterRivals?: readonly TrainedModel[] | undefined;
}

/** The version that speaks, and the one in its trial. */
export function chooseForecasters(deps: ForecastVersionsDeps): Promise<ChosenModels<TrainedModel>> {
  const { forecaster: shipped, forecasterRivals: others = [] } = deps;
  return chooseVersions(deps, { shipped, others, infoOf: ({ info }) => info });
}

export interface ShadowQuestion {
  readonly series: RegularSeries;
  readonly earlier: Pick<DemandForecast, 'tests' | 'shadow'> | undefined;
  readonly chosen: ChosenModels<TrainedModel>;
  /** Of the model that made the forecast; absent when simple forecasts spoke, which nothing is compared with. */
  readonly modelHash: string | undefined;
}

/** What is kept of the challenger and what both were worth; undefined where there is nothing to compare. */
export async function hearChallenger(
  deps: ForecastVersionsDeps,
  { series, earlier, chosen: { challenger }, modelHash }: ShadowQuestion,
): Promise<ShadowStep | undefined> {
  if (!challenger || modelHash === undefined) return undefined;
  return continueShadow({
    pair: { champion: modelHash, challenger: challenger.info.hash },
    tests: earlier?.tests ?? {},
    seen: earlier?.shadow,
    curves: await ask(deps, series, challenger),
    until: endOfSeries(series),
    actualOf: (test, at) => actualOf(series, test, at),
  });
}

async function ask(
  { log }: ForecastVersionsDeps,
  series: RegularSeries,
  challenger: TrainedModel,
): Promise<DemandForecast['curves']> {
  try {
    return await forecastNear(series, challenger);
  } catch (error) {
    log.record('model-review-failed', { name: challenger.info.name, reason: String(error) });
    return {};
  }
}
