// Every minute, for the services whose turn it is: forecasts their demand for the next hour, day and week, scores what was
// said before, and asks for capacity ahead of a spike that their tasks would not carry (M54 to M56, K10, K11). The registry
// says which version of the forecaster speaks; one in its trial is heard of the same, and changes nothing.

import { forecastHorizons, judgeEarlier } from '#application/demand/forecast-horizons.ts';
import {
  chooseForecasters,
  type ForecastVersionsDeps,
  hearChallenger,
} from '#application/demand/forecast-versions.ts';
import { type ForeseeSpikeDeps, handleSpike } from '#application/demand/foresee-spike.ts';
import { type ForecastNews, noteForecasts } from '#application/demand/note-forecasts.ts';
import { type DemandReading, newestEnd, readDemand, readLoads } from '#application/demand/read-demand.ts';
import { type ReportCapacityDeps, reportCapacity } from '#application/demand/report-capacity.ts';
import { servicesDue } from '#application/demand/services-due.ts';
import type { ChosenModels } from '#application/models/choose-models.ts';
import { describeReadable } from '#application/planning/live-resources.ts';
import type { ResourceReader } from '#application/ports/recovery.ts';
import type { TrainedModel } from '#application/ports/trained-model.ts';
import type { ForecastDemandOutput } from '#contracts/steps/observe.ts';
import type { DemandForecast, LearnedUnit } from '#domain/demand/demand-forecast.ts';
import { daysOf, newestDemand } from '#domain/demand/demand-history.ts';
import { learnTaskCapacity } from '#domain/demand/task-capacity.ts';
import { groupsOf } from '#domain/groups.ts';
import { type Instant, type ServiceId, secondsAfter } from '#domain/ids.ts';
import type { Service } from '#domain/service/service.ts';

export interface ForecastDemandDeps extends ForeseeSpikeDeps, ForecastVersionsDeps, ReportCapacityDeps {
  readonly resources: ResourceReader;
}

/** Services read at once: four weeks of five-minute points of each are some ten megabytes together. */
const SERVICES_AT_ONCE = 25;
/** What a task can do changes with deployments, not by the hour. */
const UNIT_LASTS_SECONDS = 86_400;

/** Looks at the services of this minute, and says how many were forecast. */
export async function forecastDemand(deps: ForecastDemandDeps): Promise<ForecastDemandOutput> {
  const now = deps.clock.now();
  const { services } = await deps.settings.current();
  const due = servicesDue(services, now);
  if (!(await deps.flags.isOn('predictive-analytics')))
    return { outcome: 'forecast', services: due.length, forecasts: 0 };
  const forecasts = due.length > 0 ? await lookAtAll(deps, due) : 0;
  await reportCapacity(deps);
  return { outcome: 'forecast', services: due.length, forecasts };
}

async function lookAtAll(deps: ForecastDemandDeps, due: readonly Service[]): Promise<number> {
  const chosen = await modelsInUse(deps);
  let forecasts = 0;
  for (const group of groupsOf(due, SERVICES_AT_ONCE)) forecasts += await lookAtGroup(deps, group, chosen);
  return forecasts;
}

/** None when models are switched off or none could be loaded: never an error, always on record. */
async function modelsInUse(deps: ForecastDemandDeps): Promise<ChosenModels<TrainedModel>> {
  if (deps.forecaster && (await deps.flags.isOn('self_healing.ml_models'))) return chooseForecasters(deps);
  deps.log.record('model-unavailable', { reason: 'no forecast model is loaded or switched on' });
  return { champion: undefined, challenger: undefined };
}

interface Look extends DemandReading {
  readonly earlier: DemandForecast | undefined;
}

async function lookAtGroup(
  deps: ForecastDemandDeps,
  services: readonly Service[],
  chosen: ChosenModels<TrainedModel>,
): Promise<number> {
  const until = newestEnd(deps.clock.now());
  const known = await readDemand(deps.metrics, services, until);
  const looks = await Promise.all(
    known.map(async (each) => ({ ...each, earlier: await deps.demandForecasts.find(each.service.id) })),
  );
  const units = await learnUnits(deps, looks, until);
  const news: ForecastNews[] = [];
  for (const look of looks) {
    const { forecast, step } = await lookAt(deps, look, { chosen, unit: units.get(look.service.id) });
    await deps.demandForecasts.put(forecast);
    news.push({ serviceId: look.service.id, series: look.series, earlier: look.earlier, step });
  }
  await noteForecasts(deps, news);
  return looks.length;
}

interface Means {
  readonly chosen: ChosenModels<TrainedModel>;
  readonly unit: LearnedUnit | undefined;
}

interface Looked extends Pick<ForecastNews, 'step'> {
  readonly forecast: DemandForecast;
}

async function lookAt(deps: ForecastDemandDeps, look: Look, { chosen, unit }: Means): Promise<Looked> {
  const { service, series, earlier } = look;
  const { curves, modelHash } = await forecastWith(deps, look, chosen.champion);
  const step = await hearChallenger(deps, { series, earlier, chosen, modelHash });
  const tasks = await countTasks(deps, service);
  const forecast = {
    serviceId: service.id,
    at: deps.clock.now(),
    historyDays: Math.round(daysOf(series) * 100) / 100,
    demand: newestDemand(series),
    curves,
    ...judgeEarlier(earlier ?? { tests: {}, scores: {} }, curves, series),
    ...(modelHash !== undefined && { modelHash }),
    ...(tasks !== undefined && { tasks }),
    ...(unit && { unit }),
    ...(step && { shadow: step.shadow }),
  };
  const { askedSpikeAt } = earlier ?? {};
  const spike = await handleSpike(deps, { service, series, forecast, askedSpikeAt });
  return { forecast: { ...forecast, ...spike }, step };
}

/** A model that fails is no error: the simple forecasts speak alone, and that is on record. */
async function forecastWith(
  { log }: ForecastDemandDeps,
  { series, earlier }: Look,
  model: TrainedModel | undefined,
): Promise<Pick<DemandForecast, 'curves' | 'modelHash'>> {
  if (!model) return { curves: await forecastHorizons(series, undefined, earlier) };
  try {
    return { curves: await forecastHorizons(series, model, earlier), modelHash: model.info.hash };
  } catch (error) {
    log.record('model-unavailable', { reason: String(error) });
    return { curves: await forecastHorizons(series, undefined, earlier) };
  }
}

/** What a task of each service carries, learned anew once a day; what cannot be learned stays as it was. */
async function learnUnits(
  { metrics }: ForecastDemandDeps,
  looks: readonly Look[],
  until: Instant,
): Promise<ReadonlyMap<ServiceId, LearnedUnit>> {
  const units = new Map(
    looks.flatMap(({ service, earlier }) => (earlier?.unit ? [[service.id, earlier.unit]] : [])),
  );
  const isOld = ({ service }: Look) => {
    const known = units.get(service.id);
    return known === undefined || until >= secondsAfter(known.at, UNIT_LASTS_SECONDS);
  };
  const learning = looks.filter(isOld).map(({ service }) => service);
  if (learning.length === 0) return units;
  for (const { service, loads } of await readLoads(metrics, learning, until)) {
    const capacity = learnTaskCapacity(loads);
    if (capacity !== undefined) units.set(service.id, { capacity, at: until });
  }
  return units;
}

/** Tasks that a service has or, where its autoscaler's floor is higher, will have at once. */
async function countTasks(deps: ForecastDemandDeps, { resources }: Service): Promise<number | undefined> {
  const descriptions = await describeReadable(deps, resources);
  const counts = descriptions.flatMap(({ state }) => {
    if (state.type === 'ecs-service') return [state.desiredCount];
    return state.type === 'scalable-target' ? [state.minCapacity] : [];
  });
  return counts.length === 0 ? undefined : Math.max(...counts);
}
