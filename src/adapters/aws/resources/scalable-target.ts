// The bounds of an ECS service's autoscaling, as Application Auto Scaling tells of them.

import {
  type ApplicationAutoScalingClient,
  DescribeScalableTargetsCommand,
  ListTagsForResourceCommand,
} from '@aws-sdk/client-application-auto-scaling';
import type { ECSClient } from '@aws-sdk/client-ecs';
import { parseResourceId } from '#contracts/naming.ts';
import type { ResourceId } from '#domain/ids.ts';
import type { ResourceDescription } from '#domain/resource/resource.ts';
import { isDeploying, readService } from './ecs-service.ts';
import { missing, reading } from './reading.ts';

/** How Application Auto Scaling names the desired count of an ECS service. */
export function scalableTargetOf(resourceId: ResourceId) {
  const { scope, name } = parseResourceId(resourceId);
  return {
    ServiceNamespace: 'ecs',
    ScalableDimension: 'ecs:service:DesiredCount',
    ResourceId: `service/${scope}/${name}`,
  } as const;
}

export interface ScalableTargetClients {
  readonly ecs: ECSClient;
  readonly scaling: ApplicationAutoScalingClient;
}

/** The description of a `scalable-target`, with the tags of the target itself. */
export async function describeScalableTarget(
  { ecs, scaling }: ScalableTargetClients,
  resourceId: ResourceId,
): Promise<ResourceDescription> {
  const { ServiceNamespace, ScalableDimension, ResourceId } = scalableTargetOf(resourceId);
  const command = new DescribeScalableTargetsCommand({
    ServiceNamespace,
    ScalableDimension,
    ResourceIds: [ResourceId],
  });
  const { ScalableTargets: [target] = [] } = await reading(resourceId, () => scaling.send(command));
  if (!target) throw missing(resourceId);
  const service = await readService(ecs, resourceId);
  return {
    resourceId,
    state: {
      type: 'scalable-target',
      minCapacity: target.MinCapacity ?? 0,
      maxCapacity: target.MaxCapacity ?? 0,
    },
    tags: await readTags(scaling, resourceId, target.ScalableTargetARN),
    controller: 'ecs',
    isDeploymentInProgress: isDeploying(service),
  };
}

/** Targets from before 2023 have no ARN until they are registered again, and so no tags. */
async function readTags(
  client: ApplicationAutoScalingClient,
  resourceId: ResourceId,
  arn: string | undefined,
): Promise<Readonly<Record<string, string>>> {
  if (!arn) return {};
  const command = new ListTagsForResourceCommand({ ResourceARN: arn });
  return (await reading(resourceId, () => client.send(command))).Tags ?? {};
}
