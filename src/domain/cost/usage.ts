// What a month of watching uses, by the number of services and how often they are read: a model of the loop from measured
// counts, and from named assumptions where nothing could be measured. Recoveries come on top, at a fraction of a cent each.

import { addUsage, scaleUsage, type Usage } from '#domain/cost/estimate.ts';
import type { PollTier } from '#domain/poll/poll.ts';
import { PollSettings } from '#domain/poll/settings.ts';
import type { ResourceType } from '#domain/resource/resource.ts';
import { METRIC_CATALOGUE } from '#domain/signal/metric-catalogue.ts';

/** A month of thirty days. */
export const MONTH_MINUTES = 30 * 24 * 60;
/** What a usual web service is made of. */
export const USUAL_RESOURCES: readonly ResourceType[] = ['ecs-service', 'target-group'];
/** Services that no other calls are read every minute even when calm: assumed one front door to twenty services. */
const ENTRY_SHARE = 0.05;
/** GetMetricData bills up to this many statistics of one metric as one. */
const STATISTICS_PER_METRIC = 5;

/** Measured on the table: units that one poll writes, in the index too, for the watch and for the state of polling. */
const WRITES_PER_POLL = 4 + 1;
/** One health record for each minute, however many come in one poll. */
const WRITES_PER_MINUTE = 1;
/** Measured: parts of a watch that are written once an hour. */
const WRITES_PER_HOUR = 14;
/** Measured: the watch in its parts, changes and open incidents. */
const READS_PER_POLL = 8;
/** The planner reads the states of all services each minute, about 250 bytes each of 4 kB to the unit. */
const PLANNER_READS_PER_SERVICE = 0.06;
/** Assumed: one poll takes 40 ms of the scorer's gigabyte, most of it waiting for the table, and 5 ms of the planner's half. */
const SECONDS_PER_POLL = { scorer: 0.04, planner: 0.005 } as const;
const MEMORY_GB = { scorer: 1, planner: 0.5 } as const;
/** A shard is sent, received and deleted. */
const REQUESTS_PER_SHARD = 3;
/** Lambda's own lines and the embedded metrics of one call. */
const LOG_GB_PER_CALL = 1.5e-6;

/** Each minute: the tick of half a second, its reads of every partition, and the queue's five idle pollers. */
const STANDING_PER_MINUTE: Usage = {
  'function-requests': 1,
  'function-time': 0.5 * MEMORY_GB.planner,
  'table-reads': 20,
  'table-writes': 2,
  'queue-requests': 15,
  'logs-written': LOG_GB_PER_CALL,
};
/** An alarm for each of 22 functions and 14 of other things; what the functions publish of themselves; the secret of Slack. */
export const STANDING_PER_MONTH: Usage = { alarms: 36, 'custom-metrics': 11, secrets: 1 };

export interface WatchedFleet {
  readonly services: number;
  /** How often: all of them at the rate of this tier, or `fixed`: every minute whatever happens. */
  readonly rate: PollTier | 'fixed';
}

/** Polls of one fleet in a month. */
export function pollsPerMonth({ services, rate }: WatchedFleet): number {
  const settings = PollSettings.parse({});
  const perMonth = (seconds: number) => (MONTH_MINUTES * 60) / seconds;
  if (rate !== 'calm')
    return services * perMonth(rate === 'watch' ? settings.watchSeconds : settings.incidentSeconds);
  const entries = Math.ceil(services * ENTRY_SHARE);
  return entries * perMonth(settings.entrySeconds) + (services - entries) * perMonth(settings.calmSeconds);
}

/** How often services are read in a month: with each poll, and in an incident once more in the middle of the minute. */
export function readingsPerMonth(fleet: WatchedFleet): number {
  return pollsPerMonth(fleet) * (fleet.rate === 'incident' ? 2 : 1);
}

/** GetMetricData calls of one fleet in a month: one for each shard, and one each minute at least. */
export function metricCallsPerMonth(fleet: WatchedFleet): number {
  const { servicesPerShard } = PollSettings.parse({});
  return Math.max(MONTH_MINUTES, readingsPerMonth(fleet) / servicesPerShard);
}

/** What the polls of a fleet use in a month: all that grows with it. */
export function pollingUsage(fleet: WatchedFleet): Usage {
  const polls = pollsPerMonth(fleet);
  const readings = readingsPerMonth(fleet);
  const calls = metricCallsPerMonth(fleet);
  const minutes = fleet.services * MONTH_MINUTES;
  return {
    'metrics-read': readings * billedMetrics(USUAL_RESOURCES),
    'table-writes': polls * WRITES_PER_POLL + minutes * WRITES_PER_MINUTE + (minutes / 60) * WRITES_PER_HOUR,
    'table-reads': readings * READS_PER_POLL + minutes * PLANNER_READS_PER_SERVICE,
    'function-time':
      readings * (SECONDS_PER_POLL.scorer * MEMORY_GB.scorer + SECONDS_PER_POLL.planner * MEMORY_GB.planner),
    'function-requests': calls,
    'queue-requests': calls * REQUESTS_PER_SHARD,
    'events-put': fleet.rate === 'incident' ? polls : 0,
    'logs-written': calls * LOG_GB_PER_CALL,
  };
}

/** What a deployment uses in a month before it watches anything. */
export function standingUsage(): Usage {
  return addUsage(scaleUsage(STANDING_PER_MINUTE, MONTH_MINUTES), STANDING_PER_MONTH);
}

/** Metrics that one read of these resources is billed for. */
export function billedMetrics(types: readonly ResourceType[]): number {
  const statistics = new Map<string, number>();
  for (const { namespace, metricName } of types.flatMap((type) => METRIC_CATALOGUE[type] ?? [])) {
    const metric = `${namespace}/${metricName}`;
    statistics.set(metric, (statistics.get(metric) ?? 0) + 1);
  }
  let metrics = 0;
  for (const count of statistics.values()) metrics += Math.ceil(count / STATISTICS_PER_METRIC);
  return metrics;
}

/** Statistics that one read of these resources asks for: what CloudWatch's own limits count. */
export function statisticsRead(types: readonly ResourceType[]): number {
  return types.flatMap((type) => METRIC_CATALOGUE[type] ?? []).length;
}
