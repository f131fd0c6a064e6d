// A configuration profile of AppConfig: the version in force, and the one before it.

import {
  type AppConfigClient,
  type DeploymentSummary,
  ListTagsForResourceCommand,
} from '@aws-sdk/client-appconfig';
import { type ArnPlace, resourceArn } from '#contracts/naming.ts';
import { DependencyError } from '#domain/errors.ts';
import { Instant, type ResourceId } from '#domain/ids.ts';
import type { PreviousVersion, ResourceDescription } from '#domain/resource/resource.ts';
import { isInForce, readRollouts } from './appconfig.ts';
import { reading } from './reading.ts';
import { findPredecessor } from './version-history.ts';

/** The description of a `configuration`. Throws a NotFoundError or a DependencyError. */
export async function describeConfiguration(
  client: AppConfigClient,
  resourceId: ResourceId,
  place: ArnPlace,
): Promise<ResourceDescription> {
  const { deployments, isInProgress } = await readRollouts(client, resourceId);
  const command = new ListTagsForResourceCommand({ ResourceArn: resourceArn(resourceId, place) });
  const { Tags: tags = {} } = await reading(resourceId, () => client.send(command));
  const version = presentVersion(resourceId, deployments);
  const previousVersion = previousVersionOf(version, deployments);
  return {
    resourceId,
    state: { type: 'configuration', version: Number(version) },
    tags,
    controller: 'ecs',
    isDeploymentInProgress: isInProgress,
    ...(previousVersion ? { previousVersion } : {}),
  };
}

function presentVersion(resourceId: ResourceId, deployments: readonly DeploymentSummary[]): string {
  const inForce = deployments.find(isInForce);
  const version = inForce?.ConfigurationVersion ?? '';
  if (/^\d+$/.test(version)) return version;
  throw new DependencyError(
    `Could not read ${resourceId}: no version with a number is deployed (found "${version}"); deploy a hosted configuration`,
  );
}

function previousVersionOf(
  present: string,
  deployments: readonly DeploymentSummary[],
): PreviousVersion | undefined {
  const before = findPredecessor(
    present,
    deployments.flatMap(({ ConfigurationVersion: version, StartedAt: at, State }) =>
      version && at ? [{ version, at, hasWorked: State === 'COMPLETE' }] : [],
    ),
  );
  // Configuration has no schema that a migration could have moved on.
  return (
    before && {
      version: before.version,
      replacedAt: Instant.parse(before.replacedAt.getTime()),
      isRollbackSafe: true,
    }
  );
}
