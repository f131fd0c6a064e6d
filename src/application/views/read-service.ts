// One service with its history: points, the band they should lie in, anomalies, changes, incidents. For the charts.

import type { AnomalyStore, ChangeStore } from '#application/ports/telemetry.ts';
import { bandAt } from '#application/views/band-at.ts';
import { describeService, type ListServicesDeps, readFacts } from '#application/views/list-services.ts';
import { compareIncidents, summarizeIncident } from '#application/views/summarize-incident.ts';
import type { ChartPoint, IndicatorChart, ServiceDetailAnswer } from '#contracts/api/service-views.ts';
import type { Anomaly } from '#domain/anomaly/anomaly.ts';
import type { ServiceWatch } from '#domain/detection/service-watch.ts';
import type { DetectionSettings } from '#domain/detection/settings.ts';
import type { HealthRecord } from '#domain/health/health.ts';
import { type ServiceId, secondsAfter } from '#domain/ids.ts';
import { callersOf } from '#domain/service/topology.ts';
import { type IndicatorName, IndicatorName as Indicators, isUserVisible } from '#domain/signal/indicator.ts';

export interface ReadServiceDeps extends ListServicesDeps {
  readonly anomalies: AnomalyStore;
  readonly changes: ChangeStore;
}

export interface ServiceHistoryRequest {
  readonly serviceId: ServiceId;
  readonly hours: number;
}

const SECONDS_PER_HOUR = 3600;

/** The service and its last hours; undefined when it is not in the settings. */
export async function readService(
  deps: ReadServiceDeps,
  { serviceId, hours }: ServiceHistoryRequest,
): Promise<ServiceDetailAnswer | undefined> {
  const settings = await deps.settings.current();
  const service = settings.services.find(({ id }) => id === serviceId);
  if (!service) return undefined;
  const now = deps.clock.now();
  const from = secondsAfter(now, -hours * SECONDS_PER_HOUR);
  const facts = await readFacts(deps, service, await deps.incidents.listOpen());
  const [records, anomalies, changes, incidents] = await Promise.all([
    deps.health.list(serviceId, from, now),
    deps.anomalies.list(serviceId, from, now),
    deps.changes.list([serviceId], from, now),
    deps.incidents.listSince(from),
  ]);
  const history = { records, anomalies, watch: facts.watch, settings: settings.detection };
  const own = incidents.filter(({ serviceIds }) => serviceIds.includes(serviceId));
  return {
    now,
    from,
    service: describeService(facts, settings, now),
    resources: service.resources,
    dependsOn: service.dependsOn,
    callers: callersOf(settings.services, serviceId),
    charts: Indicators.options.flatMap((indicator) => drawChart(indicator, history)),
    changes,
    incidents: own.map(summarizeIncident).sort(compareIncidents),
  };
}

interface History {
  readonly records: readonly HealthRecord[];
  readonly anomalies: readonly Anomaly[];
  readonly watch: ServiceWatch | undefined;
  readonly settings: DetectionSettings;
}

/** The chart of an indicator; none when it has no point. */
function drawChart(indicator: IndicatorName, history: History): IndicatorChart[] {
  const points = history.records.flatMap((record) => drawPoint(indicator, record, history));
  if (points.length === 0) return [];
  const anomalies = history.anomalies.flatMap(({ anomalyId, at, evidence }) =>
    evidence
      .filter((part) => part.indicator === indicator && part.detectors.length > 0)
      .map(({ value }) => ({ anomalyId, at, value })),
  );
  return [{ indicator, isUserVisible: isUserVisible(indicator), points, anomalies }];
}

function drawPoint(
  indicator: IndicatorName,
  { at, indicators, throughput }: HealthRecord,
  { watch, settings }: History,
): ChartPoint[] {
  const value = indicators[indicator];
  if (value === undefined) return [];
  const band = bandAt(watch, { indicator, at, throughput }, settings);
  return [{ at, value, ...(band && { lower: band.lower, upper: band.upper }) }];
}
