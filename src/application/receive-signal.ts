// Events that AWS services send about themselves become the change log (B7), and wake the service they speak of, so
// that the effect of a change is seen within a minute or two. Alarms wake it as well.

import { type HeedAlarmDeps, heedAlarm } from '#application/heed-alarm.ts';
import type { EventBus, Log, SettingsSource } from '#application/ports/operations.ts';
import type { LeaseStore, ResourceReader } from '#application/ports/recovery.ts';
import type { ChangeStore, Clock, PollStore } from '#application/ports/telemetry.ts';
import { wakeService } from '#application/wake-service.ts';
import { readAlarmNotice } from '#contracts/alarm-notice.ts';
import { type ChangeNotice, readChangeNotice } from '#contracts/change-notice.ts';
import { readChangedResource } from '#contracts/changed-resource.ts';
import type { CloudEvent } from '#contracts/cloud-event.ts';
import { buildChangeId, parseResourceId } from '#contracts/naming.ts';
import type { ReceiveSignalOutput } from '#contracts/steps/observe.ts';
import type { Change } from '#domain/change/change.ts';
import { Instant, type ResourceId, secondsBetween } from '#domain/ids.ts';
import { ownerOf } from '#domain/service/topology.ts';

export interface ReceiveSignalDeps extends HeedAlarmDeps {
  readonly clock: Clock;
  readonly settings: SettingsSource;
  readonly resources: ResourceReader;
  readonly leases: LeaseStore;
  readonly changes: ChangeStore;
  readonly polls: PollStore;
  readonly bus: EventBus;
  readonly log: Log;
}

/** A version counts as brought by a deployment when it took over within this time of the deployment's event. */
const TAKEOVER_SECONDS = 120;

/** Records the change an event tells of, or heeds the alarm. Delivered twice it leaves the same record. */
export async function receiveSignal(
  deps: ReceiveSignalDeps,
  event: CloudEvent,
): Promise<ReceiveSignalOutput> {
  const alarm = readAlarmNotice(event);
  if (alarm) return heedAlarm(deps, alarm);
  const notice = readChangeNotice(event);
  const resourceId = readChangedResource(event);
  if (!notice || !resourceId) return { outcome: 'ignored' };
  const { services } = await deps.settings.current();
  const service = ownerOf(services, resourceId);
  if (!service) return { outcome: 'ignored' };

  const at = Instant.parse(Date.parse(event.time));
  const change: Change = {
    changeId: buildChangeId(event.id),
    serviceId: service.id,
    resourceId,
    at,
    by: await changedBy(deps, resourceId, { notice, at }),
    ...(await nameChange(deps, resourceId, { notice, at })),
  };
  await deps.changes.put(change);
  await wakeService(deps, change.serviceId);
  await deps.bus.publish([{ type: 'change-recorded', change }]);
  deps.log.record('change-recorded', {
    changeId: change.changeId,
    serviceId: change.serviceId,
    kind: change.kind,
  });
  return { outcome: 'recorded' };
}

interface NoticeAt {
  readonly notice: ChangeNotice;
  readonly at: Instant;
}

/** Who holds the lease on a resource is the one who changes it; the platform signs its own calls. */
async function changedBy(
  { leases }: ReceiveSignalDeps,
  resourceId: ResourceId,
  { notice, at }: NoticeAt,
): Promise<Change['by']> {
  if (notice.isByPlatform) return 'platform';
  const lease = await leases.find(resourceId);
  return lease && lease.expiresAt > at ? 'fleetmedic' : 'other';
}

/** ECS alone does not say what a deployment brings: the live service does. */
async function nameChange(
  { resources }: ReceiveSignalDeps,
  resourceId: ResourceId,
  { notice, at }: NoticeAt,
): Promise<Pick<Change, 'kind' | 'summary'>> {
  const isOfService = parseResourceId(resourceId).type === 'ecs-service';
  if (notice.kind !== 'deployment' || !isOfService) return { kind: notice.kind, summary: notice.summary };
  const { state, previousVersion } = await resources.describe(resourceId);
  const version = state.type === 'ecs-service' ? state.taskDefinition : resourceId;
  if (previousVersion && Math.abs(secondsBetween(previousVersion.replacedAt, at)) <= TAKEOVER_SECONDS) {
    return { kind: 'deployment', summary: `Deployment of ${version} in place of ${previousVersion.version}` };
  }
  return { kind: 'restart', summary: `Restart of ${version}` };
}
