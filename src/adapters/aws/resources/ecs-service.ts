// An ECS service as DescribeServices tells of it, with the task definition that ran before.

import { DescribeServicesCommand, type ECSClient, type Service } from '@aws-sdk/client-ecs';
import { parseResourceId } from '#contracts/naming.ts';
import { Instant, type ResourceId } from '#domain/ids.ts';
import type { PreviousVersion, ResourceDescription } from '#domain/resource/resource.ts';
import { missing, reading, tagsFrom } from './reading.ts';
import { findPreviousTaskDefinition, shortTaskDefinition } from './task-definitions.ts';

/** Set to `unsafe` by a pipeline whose deployment made earlier task definitions incompatible (a migration). */
const ROLLBACK_TAG = 'fleetmedic:rollback';
/** What ECS keeps of a replica service unless it is told otherwise, in percent. */
const DEFAULT_MINIMUM_HEALTHY_PERCENT = 100;

const CONTROLLERS = { ECS: 'ecs', CODE_DEPLOY: 'code-deploy', EXTERNAL: 'external' } as const;

/** The service behind an `ecs-service` or `scalable-target` id. Throws a NotFoundError or a DependencyError. */
export async function readService(client: ECSClient, resourceId: ResourceId): Promise<Service> {
  const { scope, name } = parseResourceId(resourceId);
  const command = new DescribeServicesCommand({ cluster: scope, services: [name], include: ['TAGS'] });
  const { services = [] } = await reading(resourceId, () => client.send(command));
  const service = services.find(({ status }) => status !== 'INACTIVE');
  if (!service) throw missing(resourceId);
  return service;
}

/** Whether a deployment is under way, or an older one has not been replaced everywhere. */
export function isDeploying({ deployments = [] }: Service): boolean {
  return deployments.length > 1 || deployments.some(({ rolloutState }) => rolloutState === 'IN_PROGRESS');
}

/** The description of an `ecs-service`. Throws a NotFoundError or a DependencyError. */
export async function describeEcsService(
  client: ECSClient,
  resourceId: ResourceId,
): Promise<ResourceDescription> {
  const service = await readService(client, resourceId);
  const { desiredCount = 0, runningCount = 0, deployments = [] } = service;
  const tags = tagsFrom(service.tags);
  const before = await reading(resourceId, () => findPreviousTaskDefinition(client, service));
  const previousVersion: PreviousVersion | undefined = before && {
    version: before.version,
    replacedAt: Instant.parse(before.replacedAt.getTime()),
    isRollbackSafe: tags[ROLLBACK_TAG] !== 'unsafe',
  };
  return {
    resourceId,
    state: {
      type: 'ecs-service',
      desiredCount,
      taskDefinition: shortTaskDefinition(service.taskDefinition),
      deploymentId: deployments.find(({ status }) => status === 'PRIMARY')?.id ?? '',
    },
    tags,
    controller: CONTROLLERS[service.deploymentController?.type ?? 'ECS'],
    isDeploymentInProgress: isDeploying(service),
    runningCount,
    minimumHealthyPercent:
      service.deploymentConfiguration?.minimumHealthyPercent ?? DEFAULT_MINIMUM_HEALTHY_PERCENT,
    ...(previousVersion ? { previousVersion } : {}),
  };
}
