// An alarm of the owner's has begun to ring: the services that it looks at are read at once, not at their next turn, and
// watched closely from then on. Whether something is wrong is judged by what is read, as always.

import type { Flags, Log, PollQueue, SettingsSource } from '#application/ports/operations.ts';
import type { Clock, PollStore } from '#application/ports/telemetry.ts';
import { wakeServices } from '#application/wake-service.ts';
import type { AlarmNotice } from '#contracts/alarm-notice.ts';
import { metricQueriesFor } from '#contracts/naming.ts';
import type { ReceiveSignalOutput } from '#contracts/steps/observe.ts';
import { groupsOf } from '#domain/groups.ts';
import type { Service } from '#domain/service/service.ts';

export interface HeedAlarmDeps {
  readonly clock: Clock;
  readonly settings: SettingsSource;
  readonly polls: PollStore;
  readonly pollQueue: PollQueue;
  readonly flags: Flags;
  readonly log: Log;
}

/** Sends the services of the alarm to the scorers, but for those that are read every minute already. */
export async function heedAlarm(
  deps: HeedAlarmDeps,
  { alarmName, metrics }: AlarmNotice,
): Promise<ReceiveSignalOutput> {
  if (!(await deps.flags.isOn('self_healing.monitoring'))) return { outcome: 'ignored' };
  const { services, polling } = await deps.settings.current();
  const meant = services.filter((service) => metrics.some((metric) => isMeasuredBy(service, metric)));
  if (meant.length === 0) return { outcome: 'ignored' };
  const serviceIds = meant.map(({ id }) => id);
  const woken = await wakeServices(deps, serviceIds);
  const shards = groupsOf(woken, polling.servicesPerShard).map((shard) => ({ serviceIds: shard }));
  if (shards.length > 0) await deps.pollQueue.send(shards);
  deps.log.record('alarm-heeded', { alarmName, serviceIds });
  return { outcome: 'heeded' };
}

/** Whether the metric is of a resource of the service, or of something that it is a part of or that is a part of it. */
function isMeasuredBy(
  { resources }: Service,
  { namespace, dimensions }: AlarmNotice['metrics'][number],
): boolean {
  const queries = resources.flatMap((resourceId) => metricQueriesFor(resourceId));
  return queries.some((query) => query.namespace === namespace && isAkin(query.dimensions, dimensions));
}

type Dimensions = AlarmNotice['metrics'][number]['dimensions'];

/** A load balancer and a target group behind it, a service and one zone of it: all dimensions that both name are the same. */
function isAkin(one: Dimensions, other: Dimensions): boolean {
  const shared = Object.keys(one).filter((name) => name in other);
  return shared.length > 0 && shared.every((name) => one[name] === other[name]);
}
