// How a resource is read: what is missing and what could not be read are told apart, and nothing else comes out.

import { isAnyOf } from '#adapters/aws/errors.ts';
import { DependencyError, NotFoundError } from '#domain/errors.ts';
import type { ResourceId } from '#domain/ids.ts';

/** What the services answer for a name that they do not know. */
const MISSING = [
  'ClusterNotFoundException',
  'ServiceNotFoundException',
  'ResourceNotFoundException',
  'ObjectNotFoundException',
  'ParameterNotFound',
];

/** Runs a call that reads. Throws a NotFoundError, or a DependencyError when the answer cannot be had. */
export async function reading<Answer>(resourceId: ResourceId, call: () => Promise<Answer>): Promise<Answer> {
  try {
    return await call();
  } catch (error) {
    if (isAnyOf(error, MISSING)) throw missing(resourceId);
    throw new DependencyError(
      `Could not read ${resourceId}, so that it counts as unknown (${String(error)})`,
      { cause: error },
    );
  }
}

/** The error for a resource that does not exist. */
export function missing(resourceId: ResourceId): NotFoundError {
  return new NotFoundError(
    `Resource ${resourceId} does not exist in this account and Region; correct it in fleetmedic.yaml`,
  );
}

/** Tags as a record; one without a value has the empty one. */
export function tagsFrom(
  tags: readonly { readonly key?: string | undefined; readonly value?: string | undefined }[] = [],
): Readonly<Record<string, string>> {
  return Object.fromEntries(tags.map(({ key = '', value = '' }) => [key, value]));
}
