// Reading what the emulator does not have, and what happens when AWS does not answer.

import { describe, expect, it } from 'vitest';
import { ResourceId } from '#domain/ids.ts';
import { startAnsweringServer } from './answering-server.ts';
import {
  answerBy,
  CONFIGURATION,
  configurationAnswers,
  DAY,
  deployment,
  ECS,
  ecsAnswers,
  identity,
  primary,
  revision,
  rollout,
  scalingAnswers,
  TARGET,
} from './answers.ts';
import { makeReader } from './clients.ts';

describe('an ECS service whose deployments are on record', () => {
  it('has before it the last version that worked, however often the present one was restarted', async () => {
    await answerBy({
      ...ecsAnswers(),
      ListServiceDeployments: {
        body: {
          serviceDeployments: [
            deployment('new', DAY + 300, 'IN_PROGRESS'),
            deployment('new', DAY + 200, 'SUCCESSFUL'),
            deployment('broken', DAY + 100, 'ROLLBACK_SUCCESSFUL'),
            deployment('old', DAY, 'SUCCESSFUL'),
            { status: 'PENDING' },
          ],
        },
      },
      DescribeServiceRevisions: {
        body: { serviceRevisions: [revision('new', 43), revision('broken', 42), revision('old', 41)] },
      },
    });

    expect((await makeReader().describe(ECS)).previousVersion).toEqual({
      version: 'checkout:41',
      replacedAt: (DAY + 200) * 1000,
      isRollbackSafe: true,
    });
  });

  it('cannot go back over a migration that its pipeline tells of', async () => {
    await answerBy(ecsAnswers({ tags: [{ key: 'fleetmedic:rollback', value: 'unsafe' }, { key: 'alone' }] }));

    const { previousVersion, tags } = await makeReader().describe(ECS);

    expect(previousVersion).toMatchObject({ version: 'checkout:42', isRollbackSafe: false });
    expect(tags).toEqual({ 'fleetmedic:rollback': 'unsafe', alone: '' });
  });

  it('has nothing before it when it was deployed only once', async () => {
    await answerBy({ ...ecsAnswers(), ListTaskDefinitions: { body: {} } });

    expect((await makeReader().describe(ECS)).previousVersion).toBeUndefined();
  });

  it.each([
    ['ECS', 'ecs'],
    ['CODE_DEPLOY', 'code-deploy'],
    ['EXTERNAL', 'external'],
  ])('says who deploys it: %s', async (type, controller) => {
    await answerBy(ecsAnswers({ deploymentController: { type } }));

    expect(await makeReader().describe(ECS)).toMatchObject({ controller });
  });

  it.each([
    ['an older deployment still has tasks', [primary('COMPLETED'), { status: 'ACTIVE' }], true],
    ['its only deployment is going on', [primary('IN_PROGRESS')], true],
    ['its only deployment is over', [primary('COMPLETED')], false],
    ['none is told of', undefined, false],
  ])('says whether a deployment is under way: %s', async (_when, deployments, isDeploymentInProgress) => {
    await answerBy(ecsAnswers({ deployments }));

    expect(await makeReader().describe(ECS)).toMatchObject({ isDeploymentInProgress });
  });

  it('is not found once it was deleted', async () => {
    await answerBy(ecsAnswers({ status: 'INACTIVE' }));

    await expect(makeReader().describe(ECS)).rejects.toMatchObject({ name: 'NotFoundError' });
  });
});

describe('a scalable target', () => {
  it('is described with its bounds and its own tags', async () => {
    const server = await answerBy({ ...ecsAnswers(), ...scalingAnswers() });

    expect(await makeReader().describe(TARGET)).toEqual({
      resourceId: TARGET,
      state: { type: 'scalable-target', minCapacity: 2, maxCapacity: 10 },
      tags: { 'fleetmedic:managed': 'true' },
      controller: 'ecs',
      isDeploymentInProgress: false,
    });
    expect(server.requests[0]?.body).toMatchObject({
      ServiceNamespace: 'ecs',
      ResourceIds: ['service/shop/checkout'],
    });
  });

  it('has no tags while it has no ARN', async () => {
    await answerBy({ ...ecsAnswers(), ...scalingAnswers({ ScalableTargetARN: undefined }) });

    expect(await makeReader().describe(TARGET)).toMatchObject({ tags: {} });
  });

  it('is not found where a service is not scaled', async () => {
    await answerBy({ DescribeScalableTargets: { body: { ScalableTargets: [] } } });

    await expect(makeReader().describe(TARGET)).rejects.toMatchObject({ name: 'NotFoundError' });
  });
});

describe('a configuration', () => {
  it('serves what was served before a deployment that was taken back', async () => {
    await answerBy(
      configurationAnswers([
        rollout(4, { ConfigurationVersion: '9', State: 'ROLLED_BACK' }),
        rollout(3, { ConfigurationVersion: '8', ConfigurationProfileId: 'another' }),
        rollout(2, { ConfigurationVersion: '7' }),
        rollout(1, { ConfigurationVersion: '6' }),
      ]),
    );

    expect(await makeReader().describe(CONFIGURATION)).toMatchObject({
      state: { version: 7 },
      previousVersion: { version: '6' },
    });
  });
});

describe('a resource that cannot be read', () => {
  it.each([
    [ECS, { error: 'AccessDeniedException' }],
    [TARGET, { error: 'ThrottlingException' }],
    [CONFIGURATION, { error: 'InternalServerException', status: 500 }],
  ])('is unknown: %s', async (resourceId, answer) => {
    await startAnsweringServer(({ operation }) => (operation === 'POST /' ? identity() : answer));

    await expect(makeReader().describe(resourceId)).rejects.toMatchObject({
      name: 'DependencyError',
      message: expect.stringContaining(resourceId),
    });
  });

  it('is told apart from one that has nothing to change', async () => {
    await expect(makeReader().describe(ResourceId.parse('sqs-queue/shop/orders'))).rejects.toMatchObject({
      name: 'NotFoundError',
    });
  });
});
