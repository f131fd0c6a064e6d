// Changing what the emulator does not have, and what is told of a change that AWS refuses, throttles or loses.

import { describe, expect, it } from 'vitest';
import { type Answer, startAnsweringServer } from './answering-server.ts';
import { answerBy, CONFIGURATION, configurationAnswers, ECS, rollout, TARGET } from './answers.ts';
import { makeActuator } from './clients.ts';

const TOKEN = 'rec-inc-checkout-1/apply-1-0';

describe('a change', () => {
  it('gives a scalable target another floor; its ceiling is not touched', async () => {
    const server = await answerBy({ RegisterScalableTarget: {} });

    await makeActuator().apply(
      { kind: 'scalable-target/set-min-capacity', resourceId: TARGET, minCapacity: 5 },
      TOKEN,
    );

    expect(server.requests.map(({ body }) => body)).toEqual([
      {
        ServiceNamespace: 'ecs',
        ScalableDimension: 'ecs:service:DesiredCount',
        ResourceId: 'service/shop/checkout',
        MinCapacity: 5,
      },
    ]);
  });

  it('deploys a configuration under the number of the latest deployment, whoever made that', async () => {
    const server = await answerBy(
      configurationAnswers([rollout(3, { ConfigurationProfileId: 'another' }), rollout(2)]),
    );

    await makeActuator().apply(
      { kind: 'configuration/deploy-version', resourceId: CONFIGURATION, version: 6 },
      TOKEN,
    );

    expect(server.requests.at(-1)?.body).toMatchObject({
      ConfigurationProfileId: 'e4f5g6h',
      ConfigurationVersion: '6',
      DeploymentStrategyId: 'AppConfig.AllAtOnce',
      LatestDeploymentNumber: 3,
    });
  });
});

const RESTART = { kind: 'ecs-service/force-new-deployment', resourceId: ECS } as const;
const THROTTLED: Answer = { error: 'ThrottlingException' };

describe('a change that is throttled', () => {
  it('is sent again after a while, and carried out', async () => {
    const answers = [THROTTLED, { error: 'TooManyUpdates' }, {}];
    const server = await startAnsweringServer(() => answers.shift() ?? {});
    const pauses: number[] = [];

    await makeActuator({ pauses }).apply(RESTART, TOKEN);

    expect(server.operations()).toEqual(['UpdateService', 'UpdateService', 'UpdateService']);
    expect(pauses).toEqual([2000, 4000]);
  });

  it('is surely none when it is throttled to the end', async () => {
    const server = await startAnsweringServer(() => THROTTLED);
    const pauses: number[] = [];

    const applied = makeActuator({ pauses }).apply(RESTART, TOKEN);

    await expect(applied).rejects.toMatchObject({
      name: 'RejectedError',
      message: expect.stringContaining(`${ECS}: AWS throttled it 4 times`),
    });
    expect(server.requests).toHaveLength(4);
    expect(pauses).toEqual([2000, 4000, 8000]);
  });

  it('is not sent a third time when the second call got no answer', async () => {
    const answers: Answer[] = [THROTTLED, { isLost: true }];
    const server = await startAnsweringServer(() => answers.shift() ?? {});

    await expect(makeActuator().apply(RESTART, TOKEN)).rejects.toMatchObject({ name: 'DependencyError' });
    expect(server.requests).toHaveLength(2);
  });

  it('is tried again as well when only the reading before it was throttled', async () => {
    const answers = configurationAnswers([rollout(2)]);
    let isFirst = true;
    const server = await startAnsweringServer(({ operation }) => {
      if (isFirst) {
        isFirst = false;
        return { ...THROTTLED, status: 429 };
      }
      return answers[operation] ?? { error: 'UnexpectedCall' };
    });

    await makeActuator().apply(
      { kind: 'configuration/deploy-version', resourceId: CONFIGURATION, version: 6 },
      TOKEN,
    );

    expect(server.requests.at(-1)?.body).toMatchObject({ ConfigurationVersion: '6' });
  });
});

describe('a change that fails', () => {
  it.each<[string, Answer, string]>([
    ['was refused', { error: 'InvalidParameterException' }, 'RejectedError'],
    ['is forbidden', { error: 'AccessDeniedException' }, 'RejectedError'],
    ['got no answer', { isLost: true }, 'DependencyError'],
    ['broke on the side of AWS', { error: 'ServerException', status: 500 }, 'DependencyError'],
  ])('is sent once, and its fate is told when it %s', async (_how, answer, name) => {
    const server = await startAnsweringServer(() => answer);

    const applied = makeActuator().apply(RESTART, TOKEN);

    await expect(applied).rejects.toMatchObject({ name });
    expect(server.requests).toHaveLength(1);
  });

  it('is surely none when only the reading before it failed', async () => {
    const server = await startAnsweringServer(() => ({ error: 'InternalServerException', status: 500 }));

    const applied = makeActuator().apply(
      { kind: 'configuration/deploy-version', resourceId: CONFIGURATION, version: 6 },
      TOKEN,
    );

    await expect(applied).rejects.toMatchObject({ name: 'RejectedError' });
    expect(server.operations()).not.toContain('StartDeployment');
  });
});
