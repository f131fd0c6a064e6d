// The parts of AppConfig that its description and its actuator share: which environment a profile is deployed to, and
// which deployments there have been.

import {
  type AppConfigClient,
  type DeploymentSummary,
  type Environment,
  GetConfigurationProfileCommand,
  ListDeploymentsCommand,
  ListEnvironmentsCommand,
} from '@aws-sdk/client-appconfig';
import { parseResourceId } from '#contracts/naming.ts';
import { DependencyError } from '#domain/errors.ts';
import type { ResourceId } from '#domain/ids.ts';
import { reading } from './reading.ts';

/** The most of one page; older deployments are no candidates for a way back. */
const MAX_DEPLOYMENTS = 50;
const IN_FORCE: readonly string[] = ['COMPLETE', 'BAKING', 'VALIDATING', 'DEPLOYING'];
const IN_PROGRESS: readonly string[] = ['BAKING', 'VALIDATING', 'DEPLOYING', 'ROLLING_BACK'];

/** Where a profile is deployed, and all that was deployed there, the newest first. */
export interface Rollouts {
  readonly applicationId: string;
  readonly profileId: string;
  readonly environmentId: string;
  /** Of any profile of the application: AppConfig allows one at a time in an environment. */
  readonly isInProgress: boolean;
  /** 0 when nothing has been deployed to the environment. */
  readonly latestNumber: number;
  /** Of this profile only. */
  readonly deployments: readonly DeploymentSummary[];
}

/** Reads the deployments of a `configuration`, whose scope and name are the ids of application and profile. */
export async function readRollouts(client: AppConfigClient, resourceId: ResourceId): Promise<Rollouts> {
  const { scope: applicationId, name: profileId } = parseResourceId(resourceId);
  const profile = await reading(resourceId, () => readProfile(client, applicationId, profileId));
  const environmentId = await findEnvironment(client, resourceId, applicationId);
  const all = await reading(resourceId, () => listDeployments(client, applicationId, environmentId));
  return {
    applicationId,
    profileId,
    environmentId,
    isInProgress: all.some(isUnderWay),
    latestNumber: Math.max(0, ...all.map(numberOf)),
    deployments: all
      .filter((deployment) => isOfProfile(deployment, profile))
      .toSorted((a, b) => numberOf(b) - numberOf(a)),
  };
}

function readProfile(client: AppConfigClient, applicationId: string, profileId: string) {
  return client.send(
    new GetConfigurationProfileCommand({ ApplicationId: applicationId, ConfigurationProfileId: profileId }),
  );
}

async function listDeployments(client: AppConfigClient, applicationId: string, environmentId: string) {
  const { Items = [] } = await client.send(
    new ListDeploymentsCommand({
      ApplicationId: applicationId,
      EnvironmentId: environmentId,
      MaxResults: MAX_DEPLOYMENTS,
    }),
  );
  return Items;
}

/** Older answers name the profile, newer ones give its id as well. */
function isOfProfile(
  { ConfigurationProfileId: id, ConfigurationName: name }: DeploymentSummary,
  profile: { readonly Id?: string | undefined; readonly Name?: string | undefined },
): boolean {
  return id === undefined ? name === profile.Name : id === profile.Id;
}

/** Whether the version of this deployment is, or is becoming, the one that is served. */
export function isInForce({ State }: DeploymentSummary): boolean {
  return State !== undefined && IN_FORCE.includes(State);
}

function isUnderWay({ State }: DeploymentSummary): boolean {
  return State !== undefined && IN_PROGRESS.includes(State);
}

function numberOf({ DeploymentNumber = 0 }: DeploymentSummary): number {
  return DeploymentNumber;
}

/** A resource id has no room for an environment, so the application must have exactly one. */
async function findEnvironment(
  client: AppConfigClient,
  resourceId: ResourceId,
  applicationId: string,
): Promise<string> {
  const command = new ListEnvironmentsCommand({ ApplicationId: applicationId });
  const { Items: environments = [] } = await reading(resourceId, () => client.send(command));
  const [only, ...others]: readonly Environment[] = environments;
  if (only?.Id && others.length === 0) return only.Id;
  throw new DependencyError(
    `Could not read ${resourceId}: application ${applicationId} has ${environments.length} environments, and Fleetmedic reads applications with one; split it by environment`,
  );
}
