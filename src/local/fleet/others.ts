// What three others would have made of the same story: nobody, the platform alone, and the platform with static alarms and
// a person. The yardsticks of every run's report.

import { metricQueriesFor } from '#contracts/naming.ts';
import { type Instant, type ServiceId, secondsAfter } from '#domain/ids.ts';
import type { MetricQuery, SignalName } from '#domain/signal/signal.ts';
import { createFleet, type Fleet, type FleetOptions } from './fleet.ts';
import { makePerson } from './person.ts';

export interface OtherRun {
  /** First-hand requests of people and messages, and how many of them failed. */
  readonly requests: number;
  readonly failedRequests: number;
  /** Acts of the person. */
  readonly calls: number;
}

/** Share of errors and age of the oldest message at which the usual alarms are set. */
const ALARM_ERROR_SHARE = 0.05;
const ALARM_AGE_SECONDS = 300;
/** The latency alarm stands at this multiple of the median tail latency of the first hours. */
const ALARM_LATENCY_FACTOR = 3;
const TYPICAL_AFTER_MINUTES = 120;
/** "3 of 3 datapoints", read among the newest minutes that can have been published. */
const ALARM_POINTS = 3;
const ALARM_WINDOW_SECONDS = 480;
const SIGNALS: readonly SignalName[] = ['request-count', 'error-count', 'latency-p99', 'queue-age'];

/** Nobody acts, not even the platform. */
export function runNobody(options: FleetOptions): OtherRun {
  return runAlone({ ...options, isPlatformActive: false });
}

/** Only autoscaling and the deployment circuit breaker act. */
export function runPlatformOnly(options: FleetOptions): OtherRun {
  return runAlone({ ...options, isPlatformActive: true });
}

function runAlone(options: FleetOptions): OtherRun {
  const fleet = createFleet(options);
  fleet.advanceTo(endOf(options));
  return summarize(fleet);
}

/** The platform acts, static alarms page a person, and the person acts ten minutes later. */
export function runStaticAlarmsAndPerson(options: FleetOptions): OtherRun {
  const fleet = createFleet({ ...options, isPlatformActive: true });
  const person = makePerson(fleet, options.seed);
  const alarms = makeAlarms(fleet);
  const end = endOf(options);
  while (fleet.now() < end) {
    fleet.advanceTo(secondsAfter(fleet.now(), 60));
    for (const serviceId of alarms.evaluate()) person.page(serviceId, fleet.now());
    person.act(fleet.now());
  }
  return summarize(fleet);
}

function endOf({ startAt, hours }: FleetOptions): Instant {
  return secondsAfter(startAt, hours * 3600);
}

function summarize(fleet: Fleet): OtherRun {
  const { requests, failedRequests } = fleet.truth();
  return { requests, failedRequests, calls: fleet.calls().filter(({ by }) => by === 'person').length };
}

interface Watched {
  readonly serviceId: ServiceId;
  readonly queries: readonly MetricQuery[];
  latencyThreshold: number;
}

function makeAlarms(fleet: Fleet) {
  const watched = fleet.topology.services.map(({ id, resources }): Watched => {
    const queries = resources.flatMap(metricQueriesFor).filter(({ signal }) => SIGNALS.includes(signal));
    return { serviceId: id, queries, latencyThreshold: Number.POSITIVE_INFINITY };
  });
  const typicalAt = secondsAfter(fleet.now(), TYPICAL_AFTER_MINUTES * 60);
  return {
    /** Services of which an alarm is ringing. */
    evaluate(): ServiceId[] {
      if (fleet.now() === typicalAt) for (const service of watched) setLatencyThreshold(fleet, service);
      return watched.filter((service) => isRinging(fleet, service)).map(({ serviceId }) => serviceId);
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

function isRinging(fleet: Fleet, { queries, latencyThreshold }: Watched): boolean {
  const from = secondsAfter(fleet.now(), -ALARM_WINDOW_SECONDS);
  const values = new Map<SignalName, ReadonlyMap<Instant, number>>();
  for (const { query, points } of fleet.readMetrics(queries, from, fleet.now())) {
    values.set(query.signal, new Map(points.map(({ at, value }) => [at, value])));
  }
  const requests = values.get('request-count') ?? new Map<Instant, number>();
  const errorShares = [...requests].map(([at, count]) => (values.get('error-count')?.get(at) ?? 0) / count);
  return (
    isAbove(errorShares, ALARM_ERROR_SHARE) ||
    isAbove([...(values.get('latency-p99')?.values() ?? [])], latencyThreshold) ||
    isAbove([...(values.get('queue-age')?.values() ?? [])], ALARM_AGE_SECONDS)
  );
}

/** Whether the newest three points are all above the threshold. */
function isAbove(values: readonly number[], threshold: number): boolean {
  const newest = values.slice(-ALARM_POINTS);
  return newest.length === ALARM_POINTS && newest.every((value) => value > threshold);
}
