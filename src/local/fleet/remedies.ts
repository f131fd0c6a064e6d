// What a person can do about a service, each as calls of the fleet's API or as an intervention.

import { buildResourceId } from '#contracts/naming.ts';
import type { Action } from '#domain/action/action.ts';
import type { ServiceId } from '#domain/ids.ts';
import type { ResourceType } from '#domain/resource/resource.ts';
import type { ApplyAnswer, Caller } from './calls.ts';
import type { Fleet } from './fleet.ts';
import type { Intervention } from './interventions.ts';
import type { TopologyService } from './topology.ts';

/** By the strategies' numbers: S4, S5, S9, S9, S2, S13, S14, S3, S7. */
export const REMEDIES = [
  'restart',
  'scale-out',
  'roll-back-deployment',
  'roll-back-configuration',
  'open-breaker',
  'shed-load',
  'stop-task',
  'balance-by-load',
  'switch-route',
] as const;
export type Remedy = (typeof REMEDIES)[number];

const BREAKER_MINUTES = 120;
/** Nine of ten requests are turned away until the storm is over, which takes minutes. */
const SHED = { share: 0.9, minutes: 6 } as const;
/** Scale-out doubles the tasks. */
const SCALE_OUT_FACTOR = 2;

/** Tries a remedy on a service. Throws a RangeError for a service that the fleet does not have. */
export function tryRemedy(fleet: Fleet, remedy: Remedy, serviceId: ServiceId, caller: Caller): ApplyAnswer {
  const service = fleet.topology.services.find(({ id }) => id === serviceId);
  if (!service) throw new RangeError(`Cannot try ${remedy} on ${serviceId}: the fleet has no such service`);
  const action = actionFor(fleet, remedy, service);
  if (action) return fleet.apply(action, caller);
  const intervention = interventionFor(fleet, remedy, service);
  if (intervention) fleet.intervene(intervention, caller);
  return { outcome: 'accepted' };
}

function actionFor(fleet: Fleet, remedy: Remedy, service: TopologyService): Action | undefined {
  const own = (type: ResourceType) => buildResourceId({ type, scope: service.scope, name: service.name });
  switch (remedy) {
    case 'restart':
      return { kind: 'ecs-service/force-new-deployment', resourceId: own('ecs-service') };
    case 'scale-out':
      return scaleOut(fleet, service);
    case 'roll-back-deployment': {
      const taskDefinition =
        fleet.describe(own('ecs-service')).previousVersion?.version ?? `${service.name}:1`;
      return { kind: 'ecs-service/set-task-definition', resourceId: own('ecs-service'), taskDefinition };
    }
    case 'roll-back-configuration': {
      const version = Number(fleet.describe(own('configuration')).previousVersion?.version ?? 1);
      return { kind: 'configuration/deploy-version', resourceId: own('configuration'), version };
    }
    default:
      return undefined;
  }
}

/** Through the autoscaler's floor where there is one: it would undo a bare desired count. */
function scaleOut(fleet: Fleet, { scope, name, resources, maxTasks }: TopologyService): Action | undefined {
  const resourceId = buildResourceId({ type: 'ecs-service', scope, name });
  const targetId = buildResourceId({ type: 'scalable-target', scope, name });
  const { state } = fleet.describe(resourceId);
  if (state.type !== 'ecs-service') return undefined;
  const wanted = Math.min(maxTasks, state.desiredCount * SCALE_OUT_FACTOR);
  if (!resources.includes(targetId)) {
    return { kind: 'ecs-service/set-desired-count', resourceId, desiredCount: wanted };
  }
  const target = fleet.describe(targetId).state;
  const most = target.type === 'scalable-target' ? target.maxCapacity : wanted;
  return {
    kind: 'scalable-target/set-min-capacity',
    resourceId: targetId,
    minCapacity: Math.min(wanted, most),
  };
}

function interventionFor(fleet: Fleet, remedy: Remedy, service: TopologyService): Intervention | undefined {
  const serviceId = service.id;
  switch (remedy) {
    case 'open-breaker': {
      const external = fleet.topology.externals.find(({ id }) => service.dependsOn.includes(id));
      const dependencyId = external?.id ?? service.dependsOn[0];
      return dependencyId && { kind: 'open-breaker', serviceId, dependencyId, minutes: BREAKER_MINUTES };
    }
    case 'shed-load':
      return { kind: 'shed-load', serviceId, ...SHED };
    case 'stop-task':
      return { kind: 'stop-task', serviceId };
    case 'balance-by-load':
      return { kind: 'set-balancing', serviceId, algorithm: 'least-outstanding' };
    default:
      return { kind: 'switch-route', serviceId };
  }
}
