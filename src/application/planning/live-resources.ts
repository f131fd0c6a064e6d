// The live descriptions of what actions can change.

import type { ResourceReader } from '#application/ports/recovery.ts';
import { parseResourceId } from '#contracts/naming.ts';
import type { ResourceId } from '#domain/ids.ts';
import type { ResourceDescription, ResourceState, ResourceType } from '#domain/resource/resource.ts';

/** The types that a ResourceState describes. */
const CHANGEABLE: ReadonlySet<ResourceType> = new Set<ResourceState['type']>([
  'ecs-service',
  'scalable-target',
  'configuration',
  'lambda-alias',
  'ssm-parameter',
]);

/** Whether actions can change the resource: it then has a state that can be read. */
export function isChangeable(resourceId: ResourceId): boolean {
  return CHANGEABLE.has(parseResourceId(resourceId).type);
}

/** Those resources that actions can change and that can be read now; the others are left out. */
export async function describeReadable(
  { resources }: { readonly resources: ResourceReader },
  resourceIds: readonly ResourceId[],
): Promise<readonly ResourceDescription[]> {
  const changeable = resourceIds.filter(isChangeable);
  const answers = await Promise.allSettled(changeable.map((resourceId) => resources.describe(resourceId)));
  return answers.filter((answer) => answer.status === 'fulfilled').map(({ value }) => value);
}

/** All resources, in order; undefined when one of them cannot be read. */
export async function describeAll(
  deps: { readonly resources: ResourceReader },
  resourceIds: readonly ResourceId[],
): Promise<readonly ResourceDescription[] | undefined> {
  const described = await describeReadable(deps, resourceIds);
  return described.length === resourceIds.length ? described : undefined;
}
