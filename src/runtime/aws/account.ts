// What `medic` asks of the account that the SDK's environment points to, by reads that change nothing: who is asked for,
// what is there, what its metrics say, and whether Fleetmedic is deployed.

import { GetAccountSettingsCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { makeClient } from '#adapters/aws/clients.ts';
import { type DiscoveredResource, discoverResources } from '#adapters/aws/discovery.ts';
import { calling, isAnyOf } from '#adapters/aws/errors.ts';
import { ssmStopSwitch } from '#adapters/aws/stop-switch.ts';
import type { Actuator, ResourceReader } from '#application/ports/recovery.ts';
import type { MetricSource } from '#application/ports/telemetry.ts';
import { type ArnPlace, STOP_SWITCH_NAME } from '#contracts/naming.ts';
import type { StopSwitchState } from '#domain/switch/stop-switch.ts';
import { makeMetrics } from './observe.ts';
import { makeActuator, makeResources } from './resources.ts';

/** Whose credentials these are, and where they lead. */
export interface AccountIdentity extends ArnPlace {
  /** The ARN of the user or role. */
  readonly principal: string;
}

/** One account in one Region. All methods reject with an error of ours, which keeps AWS's words. */
export interface Account {
  identify(): Promise<AccountIdentity>;
  readonly resources: ResourceReader;
  readonly metrics: MetricSource;
  /** Makes the clients that change something; not called by a loop that only observes. */
  makeActuator(): Actuator;
  /** Everything that carries the tag with the value `true`. */
  discover(managedTag: string): Promise<readonly DiscoveredResource[]>;
  /** The switch of the deployed stack. */
  readStopSwitch(): Promise<StopSwitchState>;
  /** Copies of all functions of the account that may run at once. */
  readConcurrencyQuota(): Promise<number>;
  /** The version of CDK's bootstrap stack; undefined where there is none. */
  readBootstrapVersion(): Promise<number | undefined>;
}

/** Where `cdk bootstrap` notes its version, under its own default qualifier. */
const BOOTSTRAP_PARAMETER = '/cdk-bootstrap/hnb659fds/version';

/** The account and Region of the environment; nothing is called before it is asked something. */
export function openAccount(): Account {
  const ssm = makeClient(SSMClient);
  return {
    identify,
    resources: makeResources(),
    metrics: makeMetrics(),
    makeActuator,
    discover: (managedTag) =>
      discoverResources({ client: makeClient(ResourceGroupsTaggingAPIClient), managedTag }),
    readStopSwitch: () => ssmStopSwitch({ client: ssm, parameterName: STOP_SWITCH_NAME }).read(),
    readConcurrencyQuota,
    readBootstrapVersion: () => readBootstrapVersion(ssm),
  };
}

async function identify(): Promise<AccountIdentity> {
  const sts = makeClient(STSClient);
  const [{ Account: accountId = '', Arn: principal = '' }, region] = await calling(
    'learn whose credentials these are',
    () => Promise.all([sts.send(new GetCallerIdentityCommand({})), sts.config.region()]),
  );
  return { accountId, principal, region };
}

async function readConcurrencyQuota(): Promise<number> {
  const { AccountLimit } = await calling('read the quotas of Lambda', () =>
    makeClient(LambdaClient).send(new GetAccountSettingsCommand({})),
  );
  return AccountLimit?.ConcurrentExecutions ?? 0;
}

async function readBootstrapVersion(ssm: SSMClient): Promise<number | undefined> {
  try {
    const { Parameter } = await ssm.send(new GetParameterCommand({ Name: BOOTSTRAP_PARAMETER }));
    return Number(Parameter?.Value);
  } catch (error) {
    if (isAnyOf(error, ['ParameterNotFound'])) return undefined;
    return calling(`read ${BOOTSTRAP_PARAMETER}`, () => Promise.reject(error));
  }
}
