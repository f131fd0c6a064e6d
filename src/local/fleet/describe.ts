// What DescribeServices, DescribeScalableTargets and AppConfig would tell of a resource: nothing of the plant's inside.

import { parseResourceId } from '#contracts/naming.ts';
import { Instant, type ResourceId } from '#domain/ids.ts';
import type { PreviousVersion, ResourceDescription, ResourceState } from '#domain/resource/resource.ts';
import { deploymentIdOf } from './events.ts';
import { type Plant, type ServiceView, viewOf } from './plant.ts';

/** The resource does not exist, or has no state that actions could change. */
export class ResourceNotFoundError extends Error {
  override readonly name = 'ResourceNotFoundError';
  constructor(resourceId: string) {
    super(
      `Resource ${resourceId} is not known to the fleet, or nothing of it can be changed; list the topology's`,
    );
  }
}

/** What of the types that actions can change the fleet has; it runs no functions and stores no parameters. */
export type FleetResourceType = 'ecs-service' | 'scalable-target' | 'configuration';

/** The service that owns a resource of a kind that can be changed. Throws a ResourceNotFoundError. */
export function ownerOf(
  plant: Plant,
  resourceId: ResourceId,
): { type: FleetResourceType; view: ServiceView } {
  const { type, scope, name } = parseResourceId(resourceId);
  const service = plant.spec.services.find((known) => known.name === name && known.scope === scope);
  const isChangeable = type === 'ecs-service' || type === 'configuration' || type === 'scalable-target';
  if (!service || !isChangeable || (type === 'scalable-target' && !service.isAutoscaled)) {
    throw new ResourceNotFoundError(resourceId);
  }
  return { type, view: viewOf(plant, service.index) };
}

/** The changeable state of a resource. Throws a ResourceNotFoundError. */
export function stateOf(plant: Plant, resourceId: ResourceId): ResourceState {
  const { type, view } = ownerOf(plant, resourceId);
  const { spec, state } = view;
  switch (type) {
    case 'ecs-service':
      return {
        type,
        desiredCount: state.desired,
        taskDefinition: taskDefinitionOf(view, state.revision),
        deploymentId: deploymentIdOf(spec, state.deploymentSerial),
      };
    case 'scalable-target':
      return {
        type,
        minCapacity: state.autoscaler?.min ?? spec.minTasks,
        maxCapacity: state.autoscaler?.max ?? spec.maxTasks,
      };
    case 'configuration':
      return { type, version: state.configuration };
  }
}

/** Family and revision: `checkout:41`. */
export function taskDefinitionOf({ spec }: ServiceView, revision: number): string {
  return `${spec.name}:${revision}`;
}

/** All that a plan may know of a resource. Throws a ResourceNotFoundError. */
export function describeResource(plant: Plant, resourceId: ResourceId): ResourceDescription {
  const { type, view } = ownerOf(plant, resourceId);
  const description = {
    resourceId,
    state: stateOf(plant, resourceId),
    tags: { 'fleetmedic:managed': 'true', service: view.spec.id },
    controller: 'ecs' as const,
    isDeploymentInProgress: isInProgress(view, type),
  };
  const previousVersion = previousVersionOf(view, type);
  const withPrevious = previousVersion ? { ...description, previousVersion } : description;
  if (type !== 'ecs-service') return withPrevious;
  return {
    ...withPrevious,
    runningCount: view.state.tasks.filter(({ phase }) => phase === 'running').length,
    minimumHealthyPercent: view.spec.minimumHealthyPercent,
  };
}

/** Whether a deployment of the resource's sort is under way. */
export function isInProgress({ state }: ServiceView, type: FleetResourceType): boolean {
  return type === 'configuration' ? state.rollout !== undefined : state.deployment !== undefined;
}

/** Older code on a newer schema is marked unsafe by the tag that its owner's pipeline sets. */
function previousVersionOf(view: ServiceView, type: FleetResourceType): PreviousVersion | undefined {
  const { state } = view;
  const previous = type === 'configuration' ? state.previousConfiguration : state.previous;
  if (!previous || type === 'scalable-target') return undefined;
  const revision = state.revisions.find(({ number }) => number === previous.version);
  const isSafe = type === 'configuration' || (revision?.schema ?? 0) >= state.schema;
  const version =
    type === 'configuration' ? String(previous.version) : taskDefinitionOf(view, previous.version);
  return { version, replacedAt: Instant.parse(previous.replacedAt), isRollbackSafe: isSafe };
}
