// Static thresholds over the metrics that the fleet publishes: the alarms that most accounts have. The yardstick of every
// run's report, and, run in shadow, of how much noise people are spared.

import { metricQueriesFor } from '#contracts/naming.ts';
import { type Instant, type ServiceId, secondsAfter } from '#domain/ids.ts';
import type { MetricQuery, SignalName } from '#domain/signal/signal.ts';
import type { Fleet } from './fleet.ts';

/** What an alarm watches: the first three are felt by users, the others are of resources. */
export type AlarmName = 'error-share' | 'latency' | 'queue-age' | 'cpu' | 'memory' | 'unhealthy-targets';

export interface Ringing {
  readonly serviceId: ServiceId;
  readonly alarm: AlarmName;
}

export interface StaticAlarms {
  /** The alarms that ring now. To be called every minute: the latency thresholds are set at one of them. */
  evaluate(): readonly Ringing[];
}

/** Share of errors and age of the oldest message at which the usual alarms are set. */
const ALARM_ERROR_SHARE = 0.05;
const ALARM_AGE_SECONDS = 300;
/** The latency alarm stands at this multiple of the median tail latency of the first hours. */
const ALARM_LATENCY_FACTOR = 3;
const TYPICAL_AFTER_MINUTES = 120;
/** What AWS's list of recommended alarms proposes for services and their targets. */
const ALARM_CPU_PERCENT = 80;
const ALARM_MEMORY_PERCENT = 80;
const ALARM_UNHEALTHY_TARGETS = 0;
/** "3 of 3 datapoints", read among the newest minutes that can have been published. */
const ALARM_POINTS = 3;
const ALARM_WINDOW_SECONDS = 480;
const FELT_SIGNALS: readonly SignalName[] = ['request-count', 'error-count', 'latency-p99', 'queue-age'];
const RESOURCE_SIGNALS: readonly SignalName[] = ['cpu', 'memory', 'unhealthy-targets'];

interface Watched {
  readonly serviceId: ServiceId;
  readonly queries: readonly MetricQuery[];
  latencyThreshold: number;
}

/** The alarms of a fleet, of what users feel alone or of its resources too. */
export function makeStaticAlarms(
  fleet: Fleet,
  { ofResources }: { readonly ofResources: boolean },
): StaticAlarms {
  const signals = ofResources ? [...FELT_SIGNALS, ...RESOURCE_SIGNALS] : FELT_SIGNALS;
  const watched = fleet.topology.services.map(({ id, resources }): Watched => {
    const queries = resources.flatMap(metricQueriesFor).filter(({ signal }) => signals.includes(signal));
    return { serviceId: id, queries, latencyThreshold: Number.POSITIVE_INFINITY };
  });
  const typicalAt = secondsAfter(fleet.now(), TYPICAL_AFTER_MINUTES * 60);
  return {
    evaluate() {
      if (fleet.now() === typicalAt) for (const service of watched) setLatencyThreshold(fleet, service);
      return watched.flatMap((service) => ringingOf(fleet, service));
    },
  };
}

function setLatencyThreshold(fleet: Fleet, service: Watched): void {
  const from = secondsAfter(fleet.now(), -TYPICAL_AFTER_MINUTES * 60);
  const series = fleet.readMetrics(service.queries, from, fleet.now());
  const values = series.find(({ query }) => query.signal === 'latency-p99')?.points.map(({ value }) => value);
  const median = values?.toSorted((one, other) => one - other)[Math.floor(values.length / 2)];
  if (median !== undefined) service.latencyThreshold = ALARM_LATENCY_FACTOR * median;
}

function ringingOf(fleet: Fleet, { serviceId, queries, latencyThreshold }: Watched): readonly Ringing[] {
  const from = secondsAfter(fleet.now(), -ALARM_WINDOW_SECONDS);
  const values = new Map<SignalName, ReadonlyMap<Instant, number>>();
  for (const { query, points } of fleet.readMetrics(queries, from, fleet.now())) {
    values.set(query.signal, new Map(points.map(({ at, value }) => [at, value])));
  }
  const newest = (signal: SignalName) => [...(values.get(signal)?.values() ?? [])];
  const requests = values.get('request-count') ?? new Map<Instant, number>();
  const errorShares = [...requests].map(([at, count]) => (values.get('error-count')?.get(at) ?? 0) / count);
  const isRinging: Readonly<Record<AlarmName, boolean>> = {
    'error-share': isAbove(errorShares, ALARM_ERROR_SHARE),
    latency: isAbove(newest('latency-p99'), latencyThreshold),
    'queue-age': isAbove(newest('queue-age'), ALARM_AGE_SECONDS),
    cpu: isAbove(newest('cpu'), ALARM_CPU_PERCENT),
    memory: isAbove(newest('memory'), ALARM_MEMORY_PERCENT),
    'unhealthy-targets': isAbove(newest('unhealthy-targets'), ALARM_UNHEALTHY_TARGETS),
  };
  const alarms = Object.keys(isRinging) as AlarmName[];
  return alarms.filter((alarm) => isRinging[alarm]).map((alarm) => ({ serviceId, alarm }));
}

/** Whether the newest three points are all above the threshold. */
function isAbove(values: readonly number[], threshold: number): boolean {
  const newest = values.slice(-ALARM_POINTS);
  return newest.length === ALARM_POINTS && newest.every((value) => value > threshold);
}
