// The ports by which functions on AWS read and change the watched resources.

import { setTimeout as wait } from 'node:timers/promises';
import { AppConfigClient } from '@aws-sdk/client-appconfig';
import { ApplicationAutoScalingClient } from '@aws-sdk/client-application-auto-scaling';
import { ECSClient } from '@aws-sdk/client-ecs';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';
import { awsActuator } from '#adapters/aws/actuator.ts';
import { awsResourceReader } from '#adapters/aws/resource-reader.ts';
import { meteredClient } from './metering.ts';

/** The live facts of the watched resources. */
export function makeResources() {
  return awsResourceReader({
    ecs: meteredClient(ECSClient),
    scaling: meteredClient(ApplicationAutoScalingClient),
    appConfig: meteredClient(AppConfigClient),
    lambda: meteredClient(LambdaClient),
    ssm: meteredClient(SSMClient),
    sts: meteredClient(STSClient),
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
    ecs: meteredClient(ECSClient, { isMutating }),
    scaling: meteredClient(ApplicationAutoScalingClient, { isMutating }),
    appConfig: meteredClient(AppConfigClient, { isMutating }),
    lambda: meteredClient(LambdaClient, { isMutating }),
    ssm: meteredClient(SSMClient, { isMutating }),
    ...(strategyId ? { configurationStrategyId: strategyId } : {}),
    patience: { wait, random: Math.random },
  });
}
