// "Is anything hurting users": every service with its state, score and key indicators. First question of the console.

import type { PredictionStore } from '#application/ports/foresight.ts';
import type { SettingsSource } from '#application/ports/operations.ts';
import type { IncidentStore } from '#application/ports/recovery.ts';
import type { Clock, HealthStore, WatchStore } from '#application/ports/telemetry.ts';
import { bandAt } from '#application/views/band-at.ts';
import { nearer, viewOutlook } from '#application/views/view-outlook.ts';
import type {
  CheckServicesAnswer,
  IndicatorView,
  ServiceOverview,
  ServicesAnswer,
} from '#contracts/api/service-views.ts';
import { metricQueriesFor, PERIOD_SECONDS } from '#contracts/naming.ts';
import type { Settings } from '#contracts/settings.ts';
import type { Band } from '#domain/baseline/band.ts';
import type { ServiceWatch } from '#domain/detection/service-watch.ts';
import type { Outlook } from '#domain/failure/outlook.ts';
import type { HealthRecord, HealthState } from '#domain/health/health.ts';
import { type Instant, type ServiceId, secondsAfter, secondsBetween } from '#domain/ids.ts';
import type { Incident } from '#domain/incident/incident.ts';
import { resolveMode } from '#domain/mode/mode.ts';
import type { Service } from '#domain/service/service.ts';
import { type IndicatorName, IndicatorName as Indicators, isUserVisible } from '#domain/signal/indicator.ts';

export interface ListServicesDeps {
  readonly clock: Clock;
  readonly settings: SettingsSource;
  readonly health: HealthStore;
  readonly watches: WatchStore;
  readonly incidents: IncidentStore;
  readonly predictions: PredictionStore;
}

/** Everything of one service that its overview is made of. */
export interface ServiceFacts {
  readonly service: Service;
  readonly record: HealthRecord | undefined;
  readonly watch: ServiceWatch | undefined;
  readonly openIncident: Incident | undefined;
  readonly outlook: Outlook | undefined;
}

/** All services in the order of the settings, or the one asked for; none when it is not known. */
export async function listServices(deps: ListServicesDeps, only?: ServiceId): Promise<ServicesAnswer> {
  const now = deps.clock.now();
  const settings = await deps.settings.current();
  const asked = settings.services.filter(({ id }) => only === undefined || id === only);
  const open = await deps.incidents.listOpen();
  const services = await Promise.all(
    asked.map(async (service) => describeService(await readFacts(deps, service, open), settings, now)),
  );
  return { now, services };
}

/** How many of the measured services are in which state, and those that are not well, worst first. */
export async function checkServices(deps: ListServicesDeps): Promise<CheckServicesAnswer> {
  const { now, services } = await listServices(deps);
  const measured = services.filter(({ isMeasured }) => isMeasured);
  const counts: Record<HealthState, number> = {
    healthy: 0,
    degraded: 0,
    unhealthy: 0,
    critical: 0,
    unknown: 0,
  };
  for (const { state } of measured) counts[state] += 1;
  const ill = measured
    .filter(({ state }) => state !== 'healthy')
    .sort((one, other) => (one.score ?? 1) - (other.score ?? 1))
    .map(({ serviceId, state, score }) => ({ serviceId, state, ...(score !== undefined && { score }) }));
  return { now, counts, ill };
}

/** What the stores know of one service. `open` are the incidents that have not ended. */
export async function readFacts(
  { health, watches, predictions }: Pick<ListServicesDeps, 'health' | 'watches' | 'predictions'>,
  service: Service,
  open: readonly Incident[],
): Promise<ServiceFacts> {
  const [record, watch, outlook] = await Promise.all([
    health.latest(service.id),
    watches.load(service.id),
    predictions.findOutlook(service.id),
  ]);
  const openIncident = open.find(({ serviceIds }) => serviceIds.includes(service.id));
  return { service, record, watch, openIncident, outlook };
}

/** One line of the grid. Stale data makes the state unknown, whatever was measured last (I10). */
export function describeService(facts: ServiceFacts, settings: Settings, now: Instant): ServiceOverview {
  const { service, record, openIncident } = facts;
  const dataAt = dataEndOf(facts);
  const isMeasured = service.resources.some((resourceId) => metricQueriesFor(resourceId).length > 0);
  const isCurrent = dataAt !== undefined && secondsBetween(dataAt, now) <= staleSeconds(settings);
  return {
    serviceId: service.id,
    tier: service.tier,
    mode: resolveMode([settings.mode, service.mode]),
    isMeasured,
    state: isCurrent ? (record?.state ?? 'unknown') : 'unknown',
    isStale: isMeasured && !isCurrent,
    indicators: indicatorsOf(facts, settings),
    baselineProgress: record?.baselineProgress ?? 0,
    ...(dataAt !== undefined && { dataAt }),
    ...(record?.score !== undefined && isCurrent && { score: record.score }),
    ...(openIncident && { incidentId: openIncident.incidentId }),
    ...describeAhead(facts, now),
  };
}

function describeAhead(
  { record, outlook }: ServiceFacts,
  now: Instant,
): Pick<ServiceOverview, 'predictedFailureAt' | 'outlook'> {
  const shown = viewOutlook(outlook, now);
  const foretoldAt = shown && outlook?.predictedFailureAt;
  const predictedFailureAt = nearer(record?.predictedFailureAt, foretoldAt);
  return {
    ...(predictedFailureAt !== undefined && { predictedFailureAt }),
    ...(shown && { outlook: shown }),
  };
}

/** Whether a value lies outside of what is usual, on the side on which that does harm. */
export function isHarmful(
  indicator: IndicatorName,
  value: number,
  { band, settings }: { readonly band: Band | undefined; readonly settings: Settings },
): boolean {
  if (!band) return false;
  const { direction } = settings.detection.indicators[indicator];
  const isAbove = direction !== 'below' && value > band.upper;
  return isAbove || (direction !== 'above' && value < band.lower);
}

/** Old data is stale after the slowest poll period and the age that forbids acting. */
function staleSeconds({ polling, guardrails }: Settings): number {
  return polling.calmSeconds + guardrails.maxDataAgeSeconds;
}

/** The end of the last minute in which something that users feel was known. */
function dataEndOf({ watch }: ServiceFacts): Instant | undefined {
  const seenAt = watch?.verdict.seenAt;
  return seenAt === undefined ? undefined : secondsAfter(seenAt, PERIOD_SECONDS);
}

function indicatorsOf({ record, watch }: ServiceFacts, settings: Settings): IndicatorView[] {
  if (!record) return [];
  const { at, throughput } = record;
  return Indicators.options.flatMap((indicator) => {
    const value = record.indicators[indicator];
    if (value === undefined) return [];
    const band = bandAt(watch, { indicator, at, throughput }, settings.detection);
    return {
      indicator,
      value,
      ...(band && { lower: band.lower, upper: band.upper }),
      isOutside: isHarmful(indicator, value, { band, settings }),
      isUserVisible: isUserVisible(indicator),
    };
  });
}
