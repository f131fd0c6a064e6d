// The spike handler (M56): whether the forecast of a service holds a spike that its tasks would not carry and nobody has
// prepared for. Then the forecaster asks for capacity, as a person would: what follows is a plan like any other.

import { readTasksAt } from '#application/demand/read-demand.ts';
import { LOOK_SECONDS } from '#application/demand/services-due.ts';
import type { ModelRegistry } from '#application/ports/learning.ts';
import type { Flags, StopSwitch } from '#application/ports/operations.ts';
import type { MetricSource } from '#application/ports/telemetry.ts';
import { isStopped } from '#application/recovery/stop-check.ts';
import { type RequestRecoveryDeps, requestRecovery } from '#application/request-recovery.ts';
import { type WakeServiceDeps, wakeService } from '#application/wake-service.ts';
import { HOURS_PER_WEEK } from '#domain/baseline/hourly-memory.ts';
import { pointsOf } from '#domain/demand/demand-curve.ts';
import type { DemandForecast } from '#domain/demand/demand-forecast.ts';
import { confidenceIn, trustIn } from '#domain/demand/forecast-score.ts';
import { describeSpike, type ForeseenSpike } from '#domain/demand/foreseen-spike.ts';
import { hasComeBefore } from '#domain/demand/recurrence.ts';
import { ASSUMED_TASK_SIZE, costOfTasks } from '#domain/forecast/capacity-plan.ts';
import type { RegularSeries } from '#domain/forecast/regular-series.ts';
import { foreseeSpike } from '#domain/forecast/spike.ts';
import { type Instant, secondsAfter, secondsBetween } from '#domain/ids.ts';
import { consequenceOfDrift, OUTCOME_MODELS } from '#domain/model/model-names.ts';
import type { Service } from '#domain/service/service.ts';

export interface ForeseeSpikeDeps extends RequestRecoveryDeps, WakeServiceDeps {
  readonly metrics: MetricSource;
  readonly flags: Flags;
  readonly stopSwitch: StopSwitch;
  readonly models: ModelRegistry;
}

/** Who asks, on records and in the audit log. */
const FORECASTER = 'fleetmedic:forecast';

/** Two looks see the same spike some minutes apart. */
const SAME_SPIKE_SECONDS = 2 * LOOK_SECONDS;
const DAY_SECONDS = 86_400;
/** When the spike will have come before, if it comes by the day or by the week. */
const EARLIER_DAYS = [1, 7];

type SpikeFacts = Pick<DemandForecast, 'spike' | 'spikeNote' | 'askedSpikeAt'>;

/** A forecast without its spike. */
export type SpikelessForecast = Omit<DemandForecast, keyof SpikeFacts>;

/** What the forecast says of a spike, and what became of it; asks for capacity where it has to be asked for now. */
export async function handleSpike(
  deps: ForeseeSpikeDeps,
  { service, series, forecast, askedSpikeAt }: SpikeQuestion,
): Promise<SpikeFacts> {
  const asked = askedSpikeAt === undefined ? {} : { askedSpikeAt };
  const found = findSpike(forecast);
  if (!found || !hasComeBefore(series, found.spike)) return asked;
  const { spike } = found;
  // Read every minute until it is there (M18): capacity is only planned on fresh data.
  await wakeService(deps, service.id);
  if (isSame(spike.spikeAt, askedSpikeAt)) return { ...asked, spike, spikeNote: 'Capacity was asked for' };
  const obstacle = (await findDistrust(deps, forecast)) ?? (await findObstacle(deps, service, found));
  if (obstacle !== undefined) return { ...asked, spike, spikeNote: obstacle };
  const refusal = await ask(deps, service, { spike, forecast });
  if (refusal !== undefined) return { ...asked, spike, spikeNote: refusal };
  return { spike, spikeNote: 'Capacity was asked for', askedSpikeAt: spike.spikeAt };
}

export interface SpikeQuestion {
  readonly service: Service;
  readonly series: RegularSeries;
  readonly forecast: SpikelessForecast;
  /** The spike that was asked for last. */
  readonly askedSpikeAt: Instant | undefined;
}

interface FoundSpike {
  readonly spike: ForeseenSpike;
  /** Tasks that there are now. */
  readonly presentTasks: number;
}

/** Without a forecast of the day no time of day is known, and what looks like a spike may be anything. */
function findSpike({ curves, unit, tasks, demand, scores }: SpikelessForecast): FoundSpike | undefined {
  if (!curves.hour || !curves.day || !unit || tasks === undefined) return undefined;
  const { from, periodSeconds } = curves.hour;
  const suggestion = foreseeSpike({
    from,
    periodSeconds,
    demand: pointsOf(curves.hour),
    presentDemand: demand,
    presentTasks: tasks,
    taskCapacity: unit.capacity,
  });
  if (!suggestion) return undefined;
  const { spikeAt, tasks: needed, peak } = suggestion;
  const confidence = confidenceIn(trustIn(scores.hour));
  return { spike: { spikeAt, tasks: needed, peak, confidence }, presentTasks: tasks };
}

function isSame(spikeAt: Instant, askedAt: Instant | undefined): boolean {
  return askedAt !== undefined && Math.abs(secondsBetween(askedAt, spikeAt)) < SAME_SPIKE_SECONDS;
}

/** A forecaster whose intervals are too narrow tells of spikes, and asks for nothing by itself. */
async function findDistrust(
  { models }: ForeseeSpikeDeps,
  { modelHash }: SpikelessForecast,
): Promise<string | undefined> {
  if (modelHash === undefined) return undefined;
  const record = await models.find(OUTCOME_MODELS.demand);
  return record?.drift?.grade === 'drifted'
    ? `The forecaster has drifted: ${consequenceOfDrift(OUTCOME_MODELS.demand)}`
    : undefined;
}

async function findObstacle(
  deps: ForeseeSpikeDeps,
  service: Service,
  { spike, presentTasks }: FoundSpike,
): Promise<string | undefined> {
  for (const flag of ['self_healing.diagnosis', 'self_healing.recovery'] as const)
    if (!(await deps.flags.isOn(flag))) return `${flag} is switched off`;
  if (await isStopped(deps)) return 'All healing is stopped';
  const price = tooDear(service, spike.tasks - presentTasks);
  if (price !== undefined) return price;
  const isPrepared = await isPreparedFor(deps, service, spike);
  return isPrepared
    ? 'As many tasks have run before it on earlier days: a schedule prepares for it'
    : undefined;
}

/** Added tasks stay until a person takes them away, so they are reckoned for a week. */
function tooDear({ taskSize, maxAddedDollarsPerWeek }: Service, added: number): string | undefined {
  const { dollars } = costOfTasks(added * HOURS_PER_WEEK, taskSize ?? ASSUMED_TASK_SIZE);
  if (maxAddedDollarsPerWeek === undefined || dollars <= maxAddedDollarsPerWeek) return undefined;
  return `Its tasks would cost $${dollars.toFixed(2)} a week, more than the $${maxAddedDollarsPerWeek} of maxAddedDollarsPerWeek`;
}

/** Whether so many tasks ran already when the spike began on each earlier day that is known. */
async function isPreparedFor(
  { metrics }: ForeseeSpikeDeps,
  service: Service,
  { spikeAt, tasks }: ForeseenSpike,
): Promise<boolean> {
  const moments = EARLIER_DAYS.map((days) => secondsAfter(spikeAt, -days * DAY_SECONDS));
  const known = await readTasksAt(metrics, service, moments);
  return known.length > 0 && known.every((count) => count >= tasks);
}

/** Asks; undefined when it was taken up, otherwise why not. */
async function ask(
  deps: ForeseeSpikeDeps,
  { id }: Service,
  { spike, forecast }: { readonly spike: ForeseenSpike; readonly forecast: SpikelessForecast },
): Promise<string | undefined> {
  const asked = await requestRecovery(deps, {
    by: FORECASTER,
    serviceId: id,
    strategy: 'instance-scaling',
    reason: `${describeSpike(spike)}; ${forecast.tasks} tasks would not carry it, ${spike.tasks} would`,
    foreseen: spike,
    isFallback: forecast.modelHash === undefined,
  });
  if (!asked.ok) return asked.refusal.detail;
  deps.log.record('spike-foreseen', { serviceId: id, ...spike, incidentId: asked.value.incidentId });
  return undefined;
}
