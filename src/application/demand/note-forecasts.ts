// What came of forecasts is added up: how many values lay within their intervals, by the version that made them, and what
// champion and challenger were worth, by the day of the service. No failure here reaches what was forecast (M108, M109).

import { actualOf } from '#application/demand/forecast-horizons.ts';
import { noteTrial } from '#application/models/note-trial.ts';
import type { ModelRegistry } from '#application/ports/learning.ts';
import type { Log } from '#application/ports/operations.ts';
import type { Clock } from '#application/ports/telemetry.ts';
import { coverageOf } from '#domain/demand/coverage.ts';
import { endOf } from '#domain/demand/demand-curve.ts';
import type { DemandForecast } from '#domain/demand/demand-forecast.ts';
import { endOfSeries } from '#domain/demand/demand-history.ts';
import type { ShadowStep } from '#domain/demand/shadow-forecast.ts';
import { dayOf } from '#domain/failure/prediction-tally.ts';
import type { RegularSeries } from '#domain/forecast/regular-series.ts';
import type { ServiceId } from '#domain/ids.ts';
import { addSums, type DailyOutcomes } from '#domain/model/daily-outcomes.ts';
import { OUTCOME_MODELS } from '#domain/model/model-names.ts';

/**
 * Of a service that is known for less no time of day is, and intervals are too narrow for any version: on simulated services a
 * half of the values lie within them on the first day, and eight of ten from the second on.
 */
const LEAST_DAYS = 2;

export interface NoteForecastsDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly models: ModelRegistry;
}

/** What is known anew of one service. */
export interface ForecastNews {
  readonly serviceId: ServiceId;
  readonly series: RegularSeries;
  readonly earlier: DemandForecast | undefined;
  readonly step: ShadowStep | undefined;
}

/** Writes it down. Never throws. */
export async function noteForecasts(deps: NoteForecastsDeps, news: readonly ForecastNews[]): Promise<void> {
  const day = dayOf(deps.clock.now());
  for (const { serviceId, step } of news) {
    if (!step) continue;
    const { champion, challenger } = step.shadow;
    const pair = { modelName: OUTCOME_MODELS.demand, serviceId, champion, challenger };
    await noteTrial(deps, { pair, day, cases: step.compared });
  }
  await noteCoverage(deps, day, news);
}

/** One addition for each version: the forecasts of the next hour, which are what is acted upon. */
async function noteCoverage(
  { models, log }: NoteForecastsDeps,
  day: string,
  news: readonly ForecastNews[],
): Promise<void> {
  const over = Map.groupBy(news.flatMap(findOver), ({ hash }) => hash);
  try {
    for (const [hash, own] of over)
      await models.addOutcomes(hash, { day, sums: addSums(own.map(({ sums }) => sums)) });
  } catch (error) {
    log.record('model-review-failed', { name: OUTCOME_MODELS.demand, reason: String(error) });
  }
}

interface OverForecast {
  readonly hash: string;
  readonly sums: DailyOutcomes['sums'];
}

function findOver({ earlier, series }: ForecastNews): readonly OverForecast[] {
  if (!earlier || earlier.historyDays < LEAST_DAYS) return [];
  const { modelHash: hash, tests } = earlier;
  const test = tests.hour;
  if (hash === undefined || !test || endOf(test) > endOfSeries(series)) return [];
  return [{ hash, sums: coverageOf(test, (at) => actualOf(series, test, at)) }];
}
