// The clients by which resources are read and changed, made where the environment points to at that moment.

import { AppConfigClient } from '@aws-sdk/client-appconfig';
import { ApplicationAutoScalingClient } from '@aws-sdk/client-application-auto-scaling';
import { ECSClient } from '@aws-sdk/client-ecs';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';
import { awsActuator } from '#adapters/aws/actuator.ts';
import { makeClient } from '#adapters/aws/clients.ts';
import { awsResourceReader } from '#adapters/aws/resource-reader.ts';

export function makeReader() {
  return awsResourceReader({
    ecs: makeClient(ECSClient),
    scaling: makeClient(ApplicationAutoScalingClient),
    appConfig: makeClient(AppConfigClient),
    lambda: makeClient(LambdaClient),
    ssm: makeClient(SSMClient),
    sts: makeClient(STSClient),
  });
}

/** With pauses of no length, which go into `pauses`, and no chance in them. */
export function makeActuator({
  pauses = [] as number[],
  configurationStrategyId = 'AppConfig.AllAtOnce',
} = {}) {
  const isMutating = true;
  return awsActuator({
    ecs: makeClient(ECSClient, { isMutating }),
    scaling: makeClient(ApplicationAutoScalingClient, { isMutating }),
    appConfig: makeClient(AppConfigClient, { isMutating }),
    lambda: makeClient(LambdaClient, { isMutating }),
    ssm: makeClient(SSMClient, { isMutating }),
    configurationStrategyId,
    patience: {
      wait: async (milliseconds) => pauses.push(milliseconds),
      random: () => 0,
    },
  });
}
