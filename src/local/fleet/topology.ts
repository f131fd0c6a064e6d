// What a user would write of the fleet into fleetmedic.yaml: services, what belongs to them, whom they call. Nothing of the
// plant's state.

import { buildResourceId } from '#contracts/naming.ts';
import type { ResourceId, ServiceId } from '#domain/ids.ts';
import type { ResourceType } from '#domain/resource/resource.ts';
import type { CalendarEntry } from '#domain/service/service.ts';
import type { FleetSpec, ServiceSpec } from './spec.ts';

/** One service as its owner would describe it. */
export interface TopologyService {
  readonly id: ServiceId;
  readonly scope: string;
  readonly name: string;
  readonly tier: 'critical' | 'standard' | 'optional';
  readonly resources: readonly ResourceId[];
  /** Services and third parties it calls. */
  readonly dependsOn: readonly ServiceId[];
  /** Tasks that must stay healthy. */
  readonly minHealthyTasks: number;
  readonly maxTasks: number;
  /** Announced events (B2) and nothing else. */
  readonly calendar: readonly CalendarEntry[];
}

/** A third party that services call. */
export interface TopologyExternal {
  readonly id: ServiceId;
  readonly resourceId: ResourceId;
}

/** What a user would write into fleetmedic.yaml. */
export interface FleetTopology {
  readonly services: readonly TopologyService[];
  readonly externals: readonly TopologyExternal[];
}

/** The resources that belong to a service, as its owner would list them. */
export function resourcesOf(spec: FleetSpec, service: ServiceSpec): ResourceId[] {
  const own = (type: ResourceType) => buildResourceId({ type, scope: service.scope, name: service.name });
  const resources = [own('ecs-service'), own('configuration')];
  if (service.isAutoscaled) resources.push(own('scalable-target'));
  if (service.kind === 'http') resources.push(own('target-group'));
  const queue = service.consumes === undefined ? undefined : spec.queues[service.consumes];
  if (queue) resources.push(queue.resourceId);
  const database = service.pool && spec.databases[service.pool.database];
  if (database) resources.push(database.resourceId);
  return resources;
}

/** What a user would write of this fleet, with the announced events given per service. */
export function describeTopology(
  spec: FleetSpec,
  calendars: ReadonlyMap<number, readonly CalendarEntry[]>,
): FleetTopology {
  const services = spec.services.map((service) => ({
    id: service.id,
    scope: service.scope,
    name: service.name,
    tier: service.tier,
    resources: resourcesOf(spec, service),
    dependsOn: service.outgoing.flatMap((index) => calleeId(spec, index)),
    minHealthyTasks: service.minTasks,
    maxTasks: service.quotaTasks,
    calendar: calendars.get(service.index) ?? [],
  }));
  return { services, externals: spec.externals.map(({ id, resourceId }) => ({ id, resourceId })) };
}

function calleeId(spec: FleetSpec, callIndex: number): ServiceId[] {
  const { to, external } = spec.calls[callIndex] ?? {};
  const callee = to === undefined ? spec.externals[external ?? -1] : spec.services[to];
  return callee ? [callee.id] : [];
}
