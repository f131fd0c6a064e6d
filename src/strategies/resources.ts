// Finding the one resource a strategy acts on among those of a service.

import type { ResourceId } from '#domain/ids.ts';
import type { ResourceDescription, ResourceState } from '#domain/resource/resource.ts';

/** A description whose state is known to be of one type. */
export type DescriptionOf<Type extends ResourceState['type']> = ResourceDescription & {
  readonly state: Extract<ResourceState, { type: Type }>;
};

/** All resources of a type, in the order the service lists them. */
export function resourcesOfType<Type extends ResourceState['type']>(
  resources: readonly ResourceDescription[],
  type: Type,
): readonly DescriptionOf<Type>[] {
  return resources.filter((each): each is DescriptionOf<Type> => each.state.type === type);
}

/** The first resource of a type that is among the preferred ones, or else the first of the type. */
export function pickResource<Type extends ResourceState['type']>(
  resources: readonly ResourceDescription[],
  type: Type,
  preferred: readonly ResourceId[] = [],
): DescriptionOf<Type> | undefined {
  const all = resourcesOfType(resources, type);
  return all.find(({ resourceId }) => preferred.includes(resourceId)) ?? all[0];
}
