// The ports by which functions on AWS reach durable recoveries and people.

import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SNSClient } from '@aws-sdk/client-sns';
import { snsPager } from '#adapters/aws/pager.ts';
import { stepFunctionsRecoveries } from '#adapters/aws/recoveries.ts';
import { storedSecrets } from '#adapters/aws/secrets.ts';
import { meteredClient } from './metering.ts';

/** The recoveries of the deployed state machine. */
export function makeRecoveries(environment: { readonly FLEETMEDIC_STATE_MACHINE: string }) {
  return stepFunctionsRecoveries({
    client: meteredClient(SFNClient),
    stateMachineArn: environment.FLEETMEDIC_STATE_MACHINE,
  });
}

/** The pager of this deployment. */
export function makePager(environment: { readonly FLEETMEDIC_PAGE_TOPIC: string }) {
  return snsPager({ client: meteredClient(SNSClient), topicArn: environment.FLEETMEDIC_PAGE_TOPIC });
}

/** The secrets of this deployment. */
export function makeSecrets(environment: { readonly FLEETMEDIC_SLACK_SECRET: string }) {
  return storedSecrets({
    client: meteredClient(SecretsManagerClient),
    slackSecretId: environment.FLEETMEDIC_SLACK_SECRET,
  });
}
