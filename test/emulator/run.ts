// One run of the shop on one endpoint: a deployment, services that fall ill, and the troubles of some of their calls.

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import {
  GetFunctionConfigurationCommand,
  InvokeCommand,
  LambdaClient,
  ListFunctionsCommand,
  PublishVersionCommand,
  UpdateAliasCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { stringify } from 'yaml';
import {
  bootstrap,
  type DeploymentOptions,
  deploy,
  destroy,
  synthesize,
} from '../../tools/emulator/deployment.ts';
import { buildShop } from './build-shop.ts';
import { startChaosProxy, type Trouble } from './chaos-proxy.ts';
import { type Feed, makeFeed } from './feed.ts';
import { ALIAS, CASES, type CaseName, settingsOf, VERSIONS } from './shop.ts';
import { SIGNING_SECRET } from './slack.ts';
import type { Deployment } from './witness.ts';

const WELL_MINUTES = 180;
const ILL_MINUTES = 8;
const MINUTE_MS = 60_000;
const PACE_MS = 5000;
/** Shorter than the SDK waits for an answer, so that silence ends in a killed function. */
const ACTING_TIMEOUT_SECONDS = 6;
const ACTING_FUNCTION = 'fleetmedic-apply-action-instance-scaling';
/** What AWS does to the first calls for some services. */
const TROUBLES: Readonly<Record<string, readonly Trouble[]>> = {
  inventory: ['silence'],
  shipping: ['throttle'],
  accounts: ['deny', 'deny', 'deny', 'deny', 'deny'],
};

export interface Run {
  readonly deployment: Deployment;
  end(): Promise<void>;
}

/** A run whose templates are written. */
export interface PreparedRun {
  /** Deploys, and lets the services of its cases fall ill. */
  begin(): Promise<Run>;
}

/** Synthesizes for these cases; to be awaited before another run is prepared. */
export async function prepareRun(
  environment: Readonly<Record<string, string>>,
  cases: readonly CaseName[],
): Promise<PreparedRun> {
  const folder = mkdtempSync(join(tmpdir(), 'fleetmedic-emulator-'));
  const settingsPath = join(folder, 'fleetmedic.yaml');
  writeFileSync(settingsPath, stringify(settingsOf(cases)));
  const outputFolder = join(folder, 'out');
  const options = { environment, settingsPath, outputFolder };
  await synthesize(options);
  return { begin: () => beginRun(String(environment['AWS_ENDPOINT_URL']), cases, options) };
}

async function beginRun(
  endpoint: string,
  cases: readonly CaseName[],
  options: DeploymentOptions,
): Promise<Run> {
  await bootstrap(options);
  const outputs = Object.assign({}, ...Object.values(await deploy(options)));
  await buildShop(endpoint, cases);
  const proxy = await startChaosProxy(endpoint, TROUBLES);
  const isTroubled = cases.some((name) => name in TROUBLES);
  await tellSlackSecret(endpoint);
  await tellColdStarts(endpoint);
  // A call that passes through it has lost its signature, which is checked where permissions are.
  if (isTroubled) await routeThrough(endpoint, proxy.endpoint);
  const startedAt = Date.now();
  const feed = makeFeed(endpoint, cases);
  await announceNewVersions(endpoint, cases);
  await feed.backfill(WELL_MINUTES, ILL_MINUTES);
  const pacemaker = keepPace(endpoint, feed);
  return {
    deployment: {
      ...(await readDeployment(endpoint)),
      endpoint,
      slackUrl: `${endpoint}/_aws/execute-api/${outputs.ApiId}/$default/slack/interactions`,
      proxyEndpoint: proxy.endpoint,
      certificate: options.environment['NODE_EXTRA_CA_CERTS'],
      startedAt,
    },
    async end() {
      clearInterval(pacemaker);
      await destroy(options);
      proxy.close();
      await findRemains(endpoint);
    },
  };
}

async function tellSlackSecret(endpoint: string): Promise<void> {
  const secret = { SecretId: 'fleetmedic/slack-signing-secret', SecretString: SIGNING_SECRET };
  await new SecretsManagerClient({ endpoint }).send(new PutSecretValueCommand(secret));
}

/** How long the first call of a function takes, and the one after it: the smallest and the largest are told. */
async function tellColdStarts(endpoint: string): Promise<void> {
  const lambda = new LambdaClient({ endpoint });
  const firstCalls = {
    'fleetmedic-answer-approval': { headers: {}, body: '' },
    'fleetmedic-score-services': { Records: [] },
  };
  for (const [FunctionName, event] of Object.entries(firstCalls)) {
    const times = [];
    for (const Qualifier of ['live', 'live']) {
      const began = performance.now();
      await lambda.send(new InvokeCommand({ FunctionName, Qualifier, Payload: JSON.stringify(event) }));
      times.push(Math.round(performance.now() - began));
    }
    process.stdout.write(`${FunctionName}: cold ${times[0]} ms, warm ${times[1]} ms\n`);
  }
}

/** Lets the calls of the acting function to ECS, and only those, pass through the proxy. */
async function routeThrough(endpoint: string, proxyEndpoint: string): Promise<void> {
  const lambda = new LambdaClient({ endpoint });
  const FunctionName = ACTING_FUNCTION;
  const { Environment } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
  const Variables = { ...Environment?.Variables, AWS_ENDPOINT_URL_ECS: proxyEndpoint };
  const changed = { FunctionName, Timeout: ACTING_TIMEOUT_SECONDS, Environment: { Variables } };
  await lambda.send(new UpdateFunctionConfigurationCommand(changed));
  const { Version } = await lambda.send(new PublishVersionCommand({ FunctionName }));
  await lambda.send(new UpdateAliasCommand({ FunctionName, Name: 'live', FunctionVersion: Version }));
}

/** Throws when something of Fleetmedic has outlived its stacks. */
async function findRemains(endpoint: string): Promise<void> {
  const { Functions = [] } = await new LambdaClient({ endpoint }).send(new ListFunctionsCommand({}));
  const { TableNames = [] } = await new DynamoDBClient({ endpoint }).send(new ListTablesCommand({}));
  const names = [...Functions.map(({ FunctionName = '' }) => FunctionName), ...TableNames];
  const remains = names.filter((name) => name.toLowerCase().startsWith('fleetmedic'));
  if (remains.length > 0) throw new Error(`cdk destroy has left ${remains.join(', ')}`);
}

/** What the planner was told of its surroundings. */
async function readDeployment(endpoint: string) {
  const read = new GetFunctionConfigurationCommand({ FunctionName: 'fleetmedic-plan-polls' });
  const { Environment } = await new LambdaClient({ endpoint }).send(read);
  const told = Environment?.Variables ?? {};
  return {
    tableName: String(told['FLEETMEDIC_TABLE']),
    stateMachineArn: String(told['FLEETMEDIC_STATE_MACHINE']),
    stopSwitch: String(told['FLEETMEDIC_STOP_SWITCH']),
    busName: String(told['FLEETMEDIC_BUS']),
  };
}

/**
 * CloudTrail tells of the version that came right before a service began to fail. Nobody may speak for an AWS service on
 * the bus, so the event is handed to the function as its rule would.
 */
async function announceNewVersions(endpoint: string, cases: readonly CaseName[]): Promise<void> {
  const lambda = new LambdaClient({ endpoint });
  const time = new Date(Date.now() - (ILL_MINUTES + 2) * MINUTE_MS).toISOString();
  for (const name of cases.filter((each) => CASES[each].illness === 'failing')) {
    const event = {
      id: `version-of-${name}`,
      source: 'aws.lambda',
      'detail-type': 'AWS API Call via CloudTrail',
      time,
      resources: [],
      detail: {
        eventSource: 'lambda.amazonaws.com',
        eventName: 'UpdateAlias20150331',
        userIdentity: { type: 'AssumedRole' },
        requestParameters: { functionName: name, name: ALIAS, functionVersion: String(VERSIONS) },
      },
    };
    const FunctionName = 'fleetmedic-receive-signal:live';
    await lambda.send(new InvokeCommand({ FunctionName, Payload: JSON.stringify(event) }));
  }
}

/** The emulator's schedules fire up to a minute late: the planner is called besides, and each minute published. */
function keepPace(endpoint: string, feed: Feed): NodeJS.Timeout {
  const lambda = new LambdaClient({ endpoint });
  const tick = async () => {
    await feed.publishMinute();
    await lambda.send(new InvokeCommand({ FunctionName: 'fleetmedic-plan-polls', Payload: '{}' }));
  };
  const report = (error: unknown) => process.stdout.write(`The pacemaker stumbled: ${String(error)}\n`);
  void tick().catch(report);
  return setInterval(() => void tick().catch(report), PACE_MS);
}
