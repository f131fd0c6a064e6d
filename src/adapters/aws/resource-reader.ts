// The live facts of a watched resource, one reader per type that actions can change.

import type { AppConfigClient } from '@aws-sdk/client-appconfig';
import type { ApplicationAutoScalingClient } from '@aws-sdk/client-application-auto-scaling';
import type { ECSClient } from '@aws-sdk/client-ecs';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { SSMClient } from '@aws-sdk/client-ssm';
import { GetCallerIdentityCommand, type STSClient } from '@aws-sdk/client-sts';
import type { ResourceReader } from '#application/ports/recovery.ts';
import { type ArnPlace, parseResourceId } from '#contracts/naming.ts';
import { NotFoundError } from '#domain/errors.ts';
import type { ResourceId } from '#domain/ids.ts';
import type { ResourceDescription } from '#domain/resource/resource.ts';
import { describeConfiguration } from './resources/configuration.ts';
import { describeEcsService } from './resources/ecs-service.ts';
import { describeLambdaAlias } from './resources/lambda-alias.ts';
import { reading } from './resources/reading.ts';
import { describeScalableTarget } from './resources/scalable-target.ts';
import { describeSsmParameter } from './resources/ssm-parameter.ts';

export interface ResourceReaderOptions {
  readonly ecs: ECSClient;
  readonly scaling: ApplicationAutoScalingClient;
  readonly appConfig: AppConfigClient;
  readonly lambda: LambdaClient;
  readonly ssm: SSMClient;
  /** Says whose account this is: AppConfig names its resources by ARN only when it is asked for tags. */
  readonly sts: STSClient;
}

/** Reads resources of this account and Region, afresh at every call. */
export function awsResourceReader(options: ResourceReaderOptions): ResourceReader {
  const { ecs, appConfig, lambda, ssm } = options;
  let knownPlace: ArnPlace | undefined;

  async function placeFor(resourceId: ResourceId): Promise<ArnPlace> {
    knownPlace ??= await readPlace(options, resourceId);
    return knownPlace;
  }

  return {
    async describe(resourceId): Promise<ResourceDescription> {
      const { type } = parseResourceId(resourceId);
      switch (type) {
        case 'ecs-service':
          return describeEcsService(ecs, resourceId);
        case 'scalable-target':
          return describeScalableTarget(options, resourceId);
        case 'configuration':
          return describeConfiguration(appConfig, resourceId, await placeFor(resourceId));
        case 'lambda-alias':
          return describeLambdaAlias(lambda, resourceId);
        case 'ssm-parameter':
          return describeSsmParameter(ssm, resourceId);
        default:
          throw new NotFoundError(
            `Resource ${resourceId} has no state that actions could change; it is only watched`,
          );
      }
    },
  };
}

async function readPlace(
  { appConfig, sts }: ResourceReaderOptions,
  resourceId: ResourceId,
): Promise<ArnPlace> {
  const { Account: accountId = '' } = await reading(resourceId, () =>
    sts.send(new GetCallerIdentityCommand({})),
  );
  return { region: await appConfig.config.region(), accountId };
}
