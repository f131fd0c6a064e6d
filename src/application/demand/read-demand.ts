// Reads what was asked of services, and what their tasks did with it, from where metrics are kept: four weeks back at
// once for many services, because that is what the forecast looks back.

import type { MetricSource } from '#application/ports/telemetry.ts';
import { metricQueriesFor, parseResourceId } from '#contracts/naming.ts';
import { DEMAND_PERIOD_SECONDS, demandSeries } from '#domain/demand/demand-history.ts';
import type { LoadPoint } from '#domain/demand/task-capacity.ts';
import type { RegularSeries } from '#domain/forecast/regular-series.ts';
import { floorToPeriod, type Instant, type ResourceId, secondsAfter } from '#domain/ids.ts';
import type { Service } from '#domain/service/service.ts';
import type { MetricQuery, MetricSeries, SignalName } from '#domain/signal/signal.ts';

/** Four weeks, and what a level is made of before them. */
const HISTORY_SECONDS = 29 * 86_400;
/** What a task can do is learned from its last day. */
const LOAD_SECONDS = 86_400;
/** CloudWatch's lag is 60 to 180 s. */
const LATE_SECONDS = 180;

/** The end of the newest five minutes that are complete. */
export function newestEnd(now: Instant): Instant {
  return floorToPeriod(secondsAfter(now, -LATE_SECONDS), DEMAND_PERIOD_SECONDS);
}

/** What is known of the demand of a service. */
export interface DemandReading {
  readonly service: Service;
  /** Requests a second. */
  readonly series: RegularSeries;
}

/** The demand of services until a moment; those of which nothing is known are left out. */
export async function readDemand(
  metrics: MetricSource,
  services: readonly Service[],
  until: Instant,
): Promise<readonly DemandReading[]> {
  const from = secondsAfter(until, -HISTORY_SECONDS);
  const readings = await readSignals(metrics, { services, signals: ['request-count'], from, until });
  return readings.flatMap(({ service, values }) => {
    const points = [...valuesOf(values, 'request-count')].map(([at, requests]) => ({
      at,
      value: requests / DEMAND_PERIOD_SECONDS,
    }));
    const series = demandSeries(points, until);
    return series ? [{ service, series }] : [];
  });
}

/** What the tasks of a service did with its demand. */
export interface LoadReading {
  readonly service: Service;
  readonly loads: readonly LoadPoint[];
}

/** Demand, processor use and tasks of services in the periods of the last day in which all of them are known. */
export async function readLoads(
  metrics: MetricSource,
  services: readonly Service[],
  until: Instant,
): Promise<readonly LoadReading[]> {
  const from = secondsAfter(until, -LOAD_SECONDS);
  const signals = ['request-count', 'cpu', ...TASK_SIGNALS] as const;
  const readings = await readSignals(metrics, { services, signals, from, until });
  return readings.map(({ service, values }) => {
    const cpus = valuesOf(values, 'cpu');
    const loads = [...valuesOf(values, 'request-count')].flatMap(([at, requests]) => {
      const cpu = cpus.get(at);
      const tasks = tasksAt(values, at);
      if (cpu === undefined || tasks === undefined) return [];
      return [{ demand: requests / DEMAND_PERIOD_SECONDS, cpu, tasks }];
    });
    return { service, loads };
  });
}

/** Tasks of a service in the five minutes that start at each of the moments, where that is known. */
export async function readTasksAt(
  metrics: MetricSource,
  service: Service,
  moments: readonly Instant[],
): Promise<readonly number[]> {
  const from = Math.min(...moments) as Instant;
  const until = secondsAfter(Math.max(...moments) as Instant, DEMAND_PERIOD_SECONDS);
  const readings = await readSignals(metrics, { services: [service], signals: TASK_SIGNALS, from, until });
  return readings.flatMap(({ values }) => moments.flatMap((at) => tasksAt(values, at) ?? []));
}

/** Container Insights counts tasks; where it is off, the load balancer counts those that answer. */
const TASK_SIGNALS = ['running-tasks', 'healthy-targets'] as const;

function tasksAt(values: SignalValues, at: Instant): number | undefined {
  const [first, ...others] = TASK_SIGNALS.map((signal) => valuesOf(values, signal).get(at));
  return first ?? others[0];
}

/** By signal, the sum over the resources of a service at each moment. */
type SignalValues = ReadonlyMap<SignalName, ReadonlyMap<Instant, number>>;

const NO_VALUES: ReadonlyMap<Instant, number> = new Map();

function valuesOf(values: SignalValues, signal: SignalName): ReadonlyMap<Instant, number> {
  return values.get(signal) ?? NO_VALUES;
}

interface Question {
  readonly services: readonly Service[];
  readonly signals: readonly SignalName[];
  readonly from: Instant;
  readonly until: Instant;
}

interface Reading {
  readonly service: Service;
  readonly values: SignalValues;
}

/** One read for all services. Processor use is of one ECS service; all else is added up. */
async function readSignals(
  metrics: MetricSource,
  { services, signals, from, until }: Question,
): Promise<readonly Reading[]> {
  const asked = services.map((service) => ({
    service,
    queries: service.resources.flatMap((id) => queriesOf(id, signals)),
  }));
  const all = asked.flatMap(({ queries }) => queries);
  const series = await metrics.read(all, from, until);
  let next = 0;
  return asked.map(({ service, queries }) => {
    next += queries.length;
    return { service, values: addUp(series.slice(next - queries.length, next)) };
  });
}

function addUp(series: readonly MetricSeries[]): SignalValues {
  const values = new Map<SignalName, Map<Instant, number>>();
  for (const { query, points } of series) {
    const sums = values.get(query.signal) ?? new Map<Instant, number>();
    for (const { at, value } of points) sums.set(at, (sums.get(at) ?? 0) + value);
    values.set(query.signal, sums);
  }
  return values;
}

/** A database's processor says nothing of the tasks. */
function queriesOf(resourceId: ResourceId, signals: readonly SignalName[]): readonly MetricQuery[] {
  const isOfTasks = parseResourceId(resourceId).type === 'ecs-service';
  return metricQueriesFor(resourceId, DEMAND_PERIOD_SECONDS).filter(
    ({ signal }) => signals.includes(signal) && (signal !== 'cpu' || isOfTasks),
  );
}
