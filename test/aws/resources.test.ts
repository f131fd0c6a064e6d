// Reading and changing resources that the emulator has: what is done is seen in what is read next.

import {
  AppConfigClient,
  CreateApplicationCommand,
  CreateConfigurationProfileCommand,
  CreateDeploymentStrategyCommand,
  CreateEnvironmentCommand,
  CreateHostedConfigurationVersionCommand,
  StartDeploymentCommand,
} from '@aws-sdk/client-appconfig';
import {
  CreateClusterCommand,
  CreateServiceCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
} from '@aws-sdk/client-ecs';
import { beforeAll, expect, it } from 'vitest';
import { makeClient } from '#adapters/aws/clients.ts';
import { buildResourceId } from '#contracts/naming.ts';
import { ResourceId } from '#domain/ids.ts';
import { makeActuator, makeReader } from './clients.ts';
import { describeAws, useFreshAccount } from './place.ts';

const CHECKOUT = ResourceId.parse('ecs-service/shop/checkout');
const TOKEN = 'rec-inc-checkout-1/apply-1-0';
const MANAGED = { 'fleetmedic:managed': 'true' };

describeAws('an ECS service', () => {
  beforeAll(async () => {
    useFreshAccount();
    await createService();
  });

  it('is described with what a plan has to know of it', async () => {
    const description = await makeReader().describe(CHECKOUT);

    expect(description).toMatchObject({
      resourceId: CHECKOUT,
      state: {
        type: 'ecs-service',
        desiredCount: 2,
        taskDefinition: 'checkout:2',
        deploymentId: expect.stringMatching(/^ecs-svc\//),
      },
      tags: MANAGED,
      controller: 'ecs',
      minimumHealthyPercent: 50,
      previousVersion: { version: 'checkout:1', isRollbackSafe: true },
    });
  });

  it('is restarted: the same task definition in a new deployment', async () => {
    const before = await makeReader().describe(CHECKOUT);

    await makeActuator().apply({ kind: 'ecs-service/force-new-deployment', resourceId: CHECKOUT }, TOKEN);

    const { state } = await makeReader().describe(CHECKOUT);
    expect(state).toMatchObject({ taskDefinition: 'checkout:2' });
    expect(state).not.toMatchObject({ deploymentId: Reflect.get(before.state, 'deploymentId') });
  });

  it('is scaled', async () => {
    const action = { kind: 'ecs-service/set-desired-count', resourceId: CHECKOUT, desiredCount: 4 } as const;

    await makeActuator().apply(action, TOKEN);

    expect(await makeReader().describe(CHECKOUT)).toMatchObject({ state: { desiredCount: 4 } });
  });

  it('gets the task definition it had before, and has none before that', async () => {
    const action = {
      kind: 'ecs-service/set-task-definition',
      resourceId: CHECKOUT,
      taskDefinition: 'checkout:1',
    } as const;

    await makeActuator().apply(action, TOKEN);

    const description = await makeReader().describe(CHECKOUT);
    expect(description).toMatchObject({ state: { taskDefinition: 'checkout:1' } });
    expect(description.previousVersion).toBeUndefined();
  });

  it.each(['ecs-service/shop/nobody', 'ecs-service/nowhere/checkout'])('is not found as %s', async (id) => {
    await expect(makeReader().describe(ResourceId.parse(id))).rejects.toMatchObject({
      name: 'NotFoundError',
    });
  });

  it('is surely not changed when it does not exist', async () => {
    const resourceId = ResourceId.parse('ecs-service/shop/nobody');

    const applied = makeActuator().apply({ kind: 'ecs-service/force-new-deployment', resourceId }, TOKEN);

    await expect(applied).rejects.toMatchObject({ name: 'RejectedError' });
  });
});

describeAws('a configuration of AppConfig', () => {
  beforeAll(useFreshAccount);

  it('is described with the version in force and the one before it', async () => {
    const { resourceId } = await createConfiguration({ deployed: [1, 2] });

    expect(await makeReader().describe(resourceId)).toMatchObject({
      resourceId,
      state: { type: 'configuration', version: 2 },
      tags: MANAGED,
      isDeploymentInProgress: false,
      previousVersion: { version: '1', isRollbackSafe: true },
    });
  });

  it('is taken back to an earlier version, once', async () => {
    const { resourceId, strategyId } = await createConfiguration({ deployed: [1, 2] });
    const actuator = makeActuator({ configurationStrategyId: strategyId });
    const action = { kind: 'configuration/deploy-version', resourceId, version: 1 } as const;

    await actuator.apply(action, TOKEN);
    await actuator.apply(action, TOKEN);

    expect(await makeReader().describe(resourceId)).toMatchObject({
      state: { version: 1 },
      previousVersion: { version: '2' },
    });
  });

  it('is taken back at once under a strategy that does not bake', async () => {
    const { resourceId, strategyId } = await createConfiguration({ deployed: [1, 2] });
    const actuator = makeActuator({ configurationStrategyId: strategyId });

    await actuator.apply({ kind: 'configuration/deploy-version', resourceId, version: 1 }, TOKEN);
    await actuator.apply({ kind: 'configuration/deploy-version', resourceId, version: 2 }, TOKEN);

    expect(await makeReader().describe(resourceId)).toMatchObject({ state: { version: 2 } });
  });

  it('bakes after a deployment all at once; another one is refused meanwhile', async () => {
    const { resourceId } = await createConfiguration({ deployed: [1, 2] });
    const actuator = makeActuator();
    await actuator.apply({ kind: 'configuration/deploy-version', resourceId, version: 1 }, TOKEN);

    const again = actuator.apply({ kind: 'configuration/deploy-version', resourceId, version: 2 }, TOKEN);

    await expect(again).rejects.toMatchObject({ name: 'RejectedError' });
    expect(await makeReader().describe(resourceId)).toMatchObject({
      state: { version: 1 },
      isDeploymentInProgress: true,
    });
  });

  it('cannot be judged before anything was deployed', async () => {
    const { resourceId } = await createConfiguration({ deployed: [] });

    await expect(makeReader().describe(resourceId)).rejects.toMatchObject({
      name: 'DependencyError',
      message: expect.stringContaining('no version with a number is deployed'),
    });
  });

  it('cannot be judged in an application with several environments', async () => {
    const { resourceId, client, applicationId } = await createConfiguration({ deployed: [1] });
    await client.send(new CreateEnvironmentCommand({ ApplicationId: applicationId, Name: 'second' }));

    await expect(makeReader().describe(resourceId)).rejects.toThrow('has 2 environments');
  });

  it('is not found under another id', async () => {
    const resourceId = ResourceId.parse('configuration/abcdefg/hijklmn');

    await expect(makeReader().describe(resourceId)).rejects.toMatchObject({ name: 'NotFoundError' });
    await expect(
      makeActuator().apply({ kind: 'configuration/deploy-version', resourceId, version: 1 }, TOKEN),
    ).rejects.toMatchObject({ name: 'RejectedError' });
  });
});

async function createService(): Promise<void> {
  const client = makeClient(ECSClient);
  await client.send(new CreateClusterCommand({ clusterName: 'shop' }));
  for (const image of ['checkout:old', 'checkout:new']) {
    const containerDefinitions = [{ name: 'app', image, memory: 128 }];
    await client.send(new RegisterTaskDefinitionCommand({ family: 'checkout', containerDefinitions }));
  }
  await client.send(
    new CreateServiceCommand({
      cluster: 'shop',
      serviceName: 'checkout',
      taskDefinition: 'checkout:2',
      desiredCount: 2,
      deploymentConfiguration: { minimumHealthyPercent: 50 },
      tags: Object.entries(MANAGED).map(([key, value]) => ({ key, value })),
    }),
  );
}

/** An application with one profile of two versions, of which some were deployed without bake time. */
async function createConfiguration({ deployed }: { readonly deployed: readonly number[] }) {
  const client = makeClient(AppConfigClient);
  const { Id: applicationId = '' } = await client.send(new CreateApplicationCommand({ Name: 'shop' }));
  const ApplicationId = applicationId;
  const { Id: profileId = '' } = await client.send(
    new CreateConfigurationProfileCommand({
      ApplicationId,
      Name: 'checkout',
      LocationUri: 'hosted',
      Tags: MANAGED,
    }),
  );
  const { Id: EnvironmentId } = await client.send(
    new CreateEnvironmentCommand({ ApplicationId, Name: 'live' }),
  );
  const { Id: strategyId = '' } = await client.send(
    new CreateDeploymentStrategyCommand({
      Name: 'at-once',
      DeploymentDurationInMinutes: 0,
      FinalBakeTimeInMinutes: 0,
      GrowthFactor: 100,
      ReplicateTo: 'NONE',
    }),
  );
  const profile = { ApplicationId, ConfigurationProfileId: profileId };
  for (const text of ['{"limit":1}', '{"limit":2}']) {
    await client.send(
      new CreateHostedConfigurationVersionCommand({
        ...profile,
        Content: new TextEncoder().encode(text),
        ContentType: 'application/json',
      }),
    );
  }
  for (const version of deployed) {
    await client.send(
      new StartDeploymentCommand({
        ...profile,
        EnvironmentId,
        DeploymentStrategyId: strategyId,
        ConfigurationVersion: String(version),
      }),
    );
  }
  const resourceId = buildResourceId({ type: 'configuration', scope: applicationId, name: profileId });
  return { client, resourceId, strategyId, applicationId };
}
