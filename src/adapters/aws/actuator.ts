// The hands: carries out an action by one call to AWS. Only a throttled call is repeated. One whose answer is lost is not:
// the capture before it and the live state after it tell the caller what became of it.

import type { AppConfigClient } from '@aws-sdk/client-appconfig';
import type { ApplicationAutoScalingClient } from '@aws-sdk/client-application-auto-scaling';
import type { ECSClient } from '@aws-sdk/client-ecs';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { SSMClient } from '@aws-sdk/client-ssm';
import type { Actuator } from '#application/ports/recovery.ts';
import type { Action } from '#domain/action/action.ts';
import { HealerError, RejectedError } from '#domain/errors.ts';
import { deployConfiguration } from './actuators/configuration.ts';
import { updateService } from './actuators/ecs-service.ts';
import { setAliasVersion } from './actuators/lambda-alias.ts';
import { setMinCapacity } from './actuators/scalable-target.ts';
import { restoreParameter } from './actuators/ssm-parameter.ts';
import { fateOf, translateError } from './errors.ts';
import { type Patience, patiently } from './patience.ts';

/** Clients that make one attempt only (`isMutating`). */
export interface ActuatorOptions {
  readonly ecs: ECSClient;
  readonly scaling: ApplicationAutoScalingClient;
  readonly appConfig: AppConfigClient;
  readonly lambda: LambdaClient;
  readonly ssm: SSMClient;
  /** The AppConfig deployment strategy; all at once when absent. */
  readonly configurationStrategyId?: string;
  /** For throttled calls. */
  readonly patience: Patience;
}

/** The actuator of this account and Region. Throws a RejectedError or a DependencyError, nothing else. */
export function awsActuator(options: ActuatorOptions): Actuator {
  return {
    async apply(action, clientToken) {
      const attempt = `carry out ${action.kind} on ${action.resourceId}`;
      try {
        await patiently(options.patience, attempt, () => carryOut(options, action, clientToken));
      } catch (error) {
        throw judge(error, attempt);
      }
    },
  };
}

/** Forbidden calls have changed nothing either: for an action that is all that counts. */
function judge(error: unknown, attempt: string): HealerError {
  const translated = translateError(error, attempt);
  if (error instanceof HealerError || fateOf(error) === 'unknown') return translated;
  return new RejectedError(translated.message);
}

function carryOut(
  { ecs, scaling, appConfig, lambda, ssm, configurationStrategyId }: ActuatorOptions,
  action: Action,
  clientToken: string,
): Promise<void> {
  switch (action.kind) {
    case 'ecs-service/set-desired-count':
    case 'ecs-service/force-new-deployment':
    case 'ecs-service/set-task-definition':
      return updateService(ecs, action);
    case 'scalable-target/set-min-capacity':
      return setMinCapacity(scaling, action);
    case 'configuration/deploy-version':
      return deployConfiguration(
        { client: appConfig, strategyId: configurationStrategyId },
        action,
        clientToken,
      );
    case 'lambda-alias/set-version':
      return setAliasVersion(lambda, action);
    case 'ssm-parameter/restore-version':
      return restoreParameter(ssm, action);
  }
}
