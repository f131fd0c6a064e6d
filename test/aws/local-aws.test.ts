// `medic local --aws` over a real endpoint: tagged services are found, an anomaly is seen in real metrics, a deployment is
// noticed, and nothing but reads ever leaves the process.

import { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import {
  CreateClusterCommand,
  CreateServiceCommand,
  DescribeServicesCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import { beforeAll, expect, it } from 'vitest';
import { makeClient } from '#adapters/aws/clients.ts';
import { openDatabase } from '#adapters/sqlite/database.ts';
import { metricQueriesFor } from '#contracts/naming.ts';
import { parseSettings } from '#contracts/settings-document.ts';
import { Instant, ResourceId, ServiceId, secondsAfter } from '#domain/ids.ts';
import { runAccountChecks } from '#local/aws/account-checks.ts';
import { makeAccountLoop } from '#local/aws/account-loop.ts';
import { chooseAccountSettings } from '#local/aws/account-settings.ts';
import { makeAccountWorld } from '#local/aws/account-world.ts';
import { virtualTimeline } from '#local/timeline.ts';
import { type Account, openAccount } from '#runtime/aws/account.ts';
import { describeAws, useFreshAccount } from './place.ts';

const NOW = Instant.parse(Date.UTC(2026, 10, 22, 12, 0));
const CHECKOUT = ServiceId.parse('checkout');
const ECS = ResourceId.parse('ecs-service/shop/checkout');
const TARGETS = ResourceId.parse('target-group/shop.1/checkout.2');
const MINUTES = 370;
const ILL_MINUTES = 12;
const SETTINGS = `
version: 1
mode: auto
services:
  - id: checkout
    resources: [${ECS}, ${TARGETS}]
`;

describeAws('a loop on this machine over an account', () => {
  beforeAll(async () => {
    useFreshAccount();
    await createService();
    await publishMetrics();
  });

  it('watches what is tagged when there are no settings', async () => {
    const settings = await chooseAccountSettings(openAccount(), { fromFile: undefined, isActing: true });

    expect(settings).toMatchObject({ mode: 'observe', services: [{ id: CHECKOUT, resources: [ECS] }] });
  });

  it('finds an anomaly with its first tick, and changes nothing', async () => {
    const before = await describeService();
    const { loop, timeline } = await startLoop();

    await timeline.runUntil(secondsAfter(NOW, 300));

    const anomalies = await loop.stores.anomalies.list(CHECKOUT, secondsAfter(NOW, -3600), NOW);
    expect(anomalies.length).toBeGreaterThan(0);
    expect((await loop.stores.incidents.listSince(secondsAfter(NOW, -7200))).length).toBe(1);
    expect(await describeService()).toEqual(before);
  });

  it('notices a deployment that somebody else makes', async () => {
    const { loop, timeline } = await startLoop();
    await timeline.runUntil(secondsAfter(NOW, 30));
    const update = { cluster: 'shop', service: 'checkout', forceNewDeployment: true };
    await makeClient(ECSClient).send(new UpdateServiceCommand(update));

    await timeline.runUntil(secondsAfter(NOW, 90));

    const changes = await loop.stores.changes.list([CHECKOUT], NOW, secondsAfter(NOW, 120));
    expect(changes).toMatchObject([{ resourceId: ECS, by: 'other' }]);
  });

  it('is examined: every check is answered, and what was never published is named', async () => {
    const settings = parseSettings(SETTINGS, 'fleetmedic.yaml');

    const checks = await runAccountChecks(openAccount(), { settings, now: NOW });

    const detailOf = (name: string) => checks.find((check) => check.name === name)?.detail;
    expect(detailOf('Credentials')).toContain(process.env['AWS_ACCESS_KEY_ID']);
    expect(detailOf(ECS)).toBe('is read, and may be changed');
    expect(detailOf('checkout: signals')).toContain('RunningTaskCount of ecs-service/shop/checkout');
    expect(detailOf('checkout: signals')).not.toContain('CPUUtilization');
    expect(detailOf('Stop switch')).toBe('Fleetmedic is not deployed here');
    expect(checks.filter(({ state }) => state === 'FAIL')).toEqual([]);
  });

  it('knows an account that CDK has not been set up in', async () => {
    expect(await openAccount().readBootstrapVersion()).toBeUndefined();
  });
});

/** In the mode of the file, but without hands: what acts is refused by the mode and by the world. */
async function startLoop() {
  const account = withoutHands(openAccount());
  const fromFile = parseSettings(SETTINGS, 'fleetmedic.yaml');
  const settings = await chooseAccountSettings(account, { fromFile, isActing: false });
  const timeline = virtualTimeline(NOW);
  const loop = makeAccountLoop({
    database: openDatabase(':memory:'),
    timeline,
    settings,
    world: makeAccountWorld({ account, isActing: false, tell: () => undefined }),
    place: await account.identify(),
  });
  await loop.start();
  return { loop, timeline };
}

/** Fails the test when the hands of the account are asked for at all. */
function withoutHands(account: Account): Account {
  return {
    ...account,
    makeActuator: () => {
      throw new Error('A loop that observes asked for hands');
    },
  };
}

async function createService(): Promise<void> {
  const client = makeClient(ECSClient);
  await client.send(new CreateClusterCommand({ clusterName: 'shop' }));
  const containerDefinitions = [{ name: 'app', image: 'checkout:1', memory: 128 }];
  await client.send(new RegisterTaskDefinitionCommand({ family: 'checkout', containerDefinitions }));
  await client.send(
    new CreateServiceCommand({
      cluster: 'shop',
      serviceName: 'checkout',
      taskDefinition: 'checkout',
      desiredCount: 2,
      tags: [{ key: 'fleetmedic:managed', value: 'true' }],
    }),
  );
}

async function describeService() {
  const command = new DescribeServicesCommand({ cluster: 'shop', services: ['checkout'] });
  const { services } = await makeClient(ECSClient).send(command);
  return services?.map(({ desiredCount, taskDefinition, deployments }) => ({
    desiredCount,
    taskDefinition,
    deployments: deployments?.map(({ id }) => id),
  }));
}

/** Six quiet hours, then ten minutes in which half of all requests fail. */
async function publishMetrics(): Promise<void> {
  const client = makeClient(CloudWatchClient);
  const values: Readonly<Record<string, (isIll: boolean) => number>> = {
    'request-count': () => 3000,
    'error-count': (isIll) => (isIll ? 1500 : 3),
    'latency-p99': (isIll) => (isIll ? 4 : 0.2),
    cpu: () => 40,
    memory: () => 50,
  };
  for (const { signal, namespace, metricName, dimensions } of [ECS, TARGETS].flatMap((id) =>
    metricQueriesFor(id),
  )) {
    const valueAt = values[signal];
    if (!valueAt) continue;
    const data = Array.from({ length: MINUTES }, (_, age) => ({
      MetricName: metricName,
      Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
      Timestamp: new Date(secondsAfter(NOW, -60 * (age + 1))),
      Value: valueAt(age < ILL_MINUTES),
    }));
    await client.send(new PutMetricDataCommand({ Namespace: namespace, MetricData: data }));
  }
}
