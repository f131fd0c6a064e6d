// The ports by which functions on AWS read and change the watched resources.

import { setTimeout as wait } from 'node:timers/promises';
import { AppConfigClient } from '@aws-sdk/client-appconfig';
import { ApplicationAutoScalingClient } from '@aws-sdk/client-application-auto-scaling';
import { ECSClient } from '@aws-sdk/client-ecs';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';
import { awsActuator } from '#adapters/aws/actuator.ts';
import { makeClient } from '#adapters/aws/clients.ts';
import { awsResourceReader } from '#adapters/aws/resource-reader.ts';

/** The live facts of the watched resources. */
export function makeResources() {
  return awsResourceReader({
    ecs: makeClient(ECSClient),
    scaling: makeClient(ApplicationAutoScalingClient),
    appConfig: makeClient(AppConfigClient),
    lambda: makeClient(LambdaClient),
    ssm: makeClient(SSMClient),
    sts: makeClient(STSClient),
  });
}

export interface ActuatorEnvironment {
  /** Where it is absent, configurations are deployed by AppConfig's own strategy, which bakes for ten minutes. */
  readonly FLEETMEDIC_CONFIGURATION_STRATEGY?: string;
}

/** The hands: every client makes one attempt only, and only what was throttled is tried again. */
export function makeActuator({ FLEETMEDIC_CONFIGURATION_STRATEGY: strategyId }: ActuatorEnvironment = {}) {
  const isMutating = true;
  return awsActuator({
    ecs: makeClient(ECSClient, { isMutating }),
    scaling: makeClient(ApplicationAutoScalingClient, { isMutating }),
    appConfig: makeClient(AppConfigClient, { isMutating }),
    lambda: makeClient(LambdaClient, { isMutating }),
    ssm: makeClient(SSMClient, { isMutating }),
    ...(strategyId ? { configurationStrategyId: strategyId } : {}),
    patience: { wait, random: Math.random },
  });
}
