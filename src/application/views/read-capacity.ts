// "Will what there is do next week": for every service that requests are counted of, the coming demand, the tasks that it
// needs, what they cost, and how far earlier forecasts came true (M55, K11).

import { hasDemand } from '#application/demand/services-due.ts';
import type { DemandForecastStore } from '#application/ports/forecasting.ts';
import type { SettingsSource } from '#application/ports/operations.ts';
import type { Clock } from '#application/ports/telemetry.ts';
import type {
  CapacityAnswer,
  CapacityOutlook,
  CapacityOutlookPlan,
  DemandPeak,
  HorizonTrust,
} from '#contracts/api/capacity-views.ts';
import { HOURS_PER_WEEK } from '#domain/baseline/hourly-memory.ts';
import { PRICES_AS_OF } from '#domain/cost/price-table.ts';
import { type DemandCurve, pointsOf } from '#domain/demand/demand-curve.ts';
import type { DemandForecast } from '#domain/demand/demand-forecast.ts';
import { trustIn } from '#domain/demand/forecast-score.ts';
import { Horizon } from '#domain/demand/horizon.ts';
import { ASSUMED_TASK_SIZE, highDemand, planCapacity } from '#domain/forecast/capacity-plan.ts';
import { groupsOf } from '#domain/groups.ts';
import { type ServiceId, secondsAfter } from '#domain/ids.ts';
import type { Service } from '#domain/service/service.ts';

export interface ReadCapacityDeps {
  readonly clock: Clock;
  readonly settings: SettingsSource;
  readonly demandForecasts: DemandForecastStore;
}

/** Records read at once. */
const READS_AT_ONCE = 50;
/** Tasks added in one hour at most, as a share of those that there are. */
const LARGEST_STEP_SHARE = 0.25;

/** The outlook of all services, in the order of the settings, or of the one asked for; none when it is not known. */
export async function readCapacity(deps: ReadCapacityDeps, only?: ServiceId): Promise<CapacityAnswer> {
  const { services } = await deps.settings.current();
  const asked = services.filter(
    (service) => hasDemand(service) && (only === undefined || service.id === only),
  );
  const outlooks: CapacityOutlook[] = [];
  for (const group of groupsOf(asked, READS_AT_ONCE)) {
    const forecasts = await Promise.all(group.map(({ id }) => deps.demandForecasts.find(id)));
    outlooks.push(...group.map((service, index) => outlookOf(service, forecasts[index])));
  }
  const { month, region } = PRICES_AS_OF;
  return { now: deps.clock.now(), prices: { month, region }, services: outlooks };
}

function outlookOf(service: Service, forecast: DemandForecast | undefined): CapacityOutlook {
  const { id: serviceId } = service;
  if (!forecast) return { serviceId, historyDays: 0, isByModel: false, peaks: [], trust: [] };
  const { at: madeAt, historyDays, modelHash, demand, tasks, unit, spike, spikeNote } = forecast;
  const plan = planOf(service, forecast);
  return {
    serviceId,
    madeAt,
    historyDays,
    isByModel: modelHash !== undefined,
    demand,
    ...(tasks !== undefined && { tasks }),
    ...(unit && { taskCapacity: unit.capacity }),
    peaks: Horizon.options.flatMap((horizon) => peakOf(horizon, forecast.curves[horizon])),
    ...(plan && { plan }),
    ...(spike && { spike }),
    ...(spikeNote !== undefined && { spikeNote }),
    trust: Horizon.options.flatMap((horizon) => trustOf(horizon, forecast)),
  };
}

function peakOf(horizon: Horizon, curve: DemandCurve | undefined): readonly DemandPeak[] {
  if (!curve) return [];
  const points = pointsOf(curve).map((point, index) => ({ point, index }));
  const { point, index } = points.reduce((one, other) =>
    highDemand(other.point) > highDemand(one.point) ? other : one,
  );
  const at = secondsAfter(curve.from, index * curve.periodSeconds);
  return [{ horizon, at, low: point.q10, expected: point.q50, atMost: highDemand(point) }];
}

function trustOf(horizon: Horizon, { scores }: DemandForecast): readonly HorizonTrust[] {
  const trust = trustIn(scores[horizon]);
  return trust ? [{ horizon, ...trust }] : [];
}

/** Of the week, or of the day where no week is foretold; undefined where tasks or what they can do are not known. */
function planOf(
  { taskSize, maxAddedDollarsPerWeek }: Service,
  { curves, tasks, unit }: DemandForecast,
): CapacityOutlookPlan | undefined {
  const horizon = curves.week ? 'week' : 'day';
  const curve = curves[horizon];
  if (!curve || !unit || tasks === undefined) return undefined;
  const points = pointsOf(curve);
  const { hours, steps, shortAt, isCapped, addedCost, spareTaskHours } = planCapacity({
    from: curve.from,
    hours: points,
    unit: { capacity: unit.capacity, ...(taskSize ?? ASSUMED_TASK_SIZE) },
    presentTasks: tasks,
    // What a task carries leaves enough in hand already.
    headRoom: 0,
    largestStep: Math.max(1, Math.ceil(tasks * LARGEST_STEP_SHARE)),
    mostDollars: maxAddedDollarsPerWeek && (maxAddedDollarsPerWeek * points.length) / HOURS_PER_WEEK,
  });
  const peak = hours.reduce((one, other) => (other.neededTasks > one.neededTasks ? other : one));
  return {
    horizon,
    tasks: peak.neededTasks,
    at: peak.at,
    steps,
    ...(shortAt !== undefined && { shortAt }),
    addedDollars: addedCost.dollars,
    isCapped,
    isTaskSizeAssumed: taskSize === undefined,
    spareTaskHours,
  };
}
