// Deploys a version of a configuration. AppConfig takes no token of the caller; the number of the latest deployment
// guards the call instead: if anybody deployed since it was read, AppConfig refuses and nothing is changed.

import { type AppConfigClient, StartDeploymentCommand } from '@aws-sdk/client-appconfig';
import { isInForce, readRollouts } from '#adapters/aws/resources/appconfig.ts';
import type { ActionOf } from '#domain/action/action.ts';
import { beforeActing } from './before-acting.ts';

/** Everywhere at once: a rollback is wanted now. For the ten minutes of its bake AppConfig refuses the next deployment. */
const DEFAULT_STRATEGY_ID = 'AppConfig.AllAtOnce';

export interface ConfigurationActuatorOptions {
  readonly client: AppConfigClient;
  /** A deployment strategy without bake time lets the next deployment follow at once. */
  readonly strategyId?: string | undefined;
}

/**
 * Starts the deployment, or does nothing when the latest one has brought this version already. Rejects with a RejectedError or the
 * SDK's error.
 */
export async function deployConfiguration(
  { client, strategyId = DEFAULT_STRATEGY_ID }: ConfigurationActuatorOptions,
  { resourceId, version }: ActionOf<'configuration/deploy-version'>,
  clientToken: string,
): Promise<void> {
  const rollouts = await beforeActing(() => readRollouts(client, resourceId));
  const [latest] = rollouts.deployments;
  if (latest && isInForce(latest) && latest.ConfigurationVersion === String(version)) return;
  await client.send(
    new StartDeploymentCommand({
      ApplicationId: rollouts.applicationId,
      EnvironmentId: rollouts.environmentId,
      ConfigurationProfileId: rollouts.profileId,
      ConfigurationVersion: String(version),
      DeploymentStrategyId: strategyId,
      Description: clientToken,
      LatestDeploymentNumber: rollouts.latestNumber,
    }),
  );
}
