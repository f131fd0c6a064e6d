// The same Fleetmedic where every call is checked against the role of its function. What heals here had all the rights
// it needs; what a role does not say is refused.

import { existsSync, readdirSync } from 'node:fs';
import { DescribeServicesCommand, ECSClient, UpdateServiceCommand } from '@aws-sdk/client-ecs';
import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import * as z from 'zod/mini';
import { buildClickValue } from '#contracts/slack.ts';
import { APPROVER, CLUSTER, TASKS_AFTER, VERSIONS } from './shop.ts';
import { signClick } from './slack.ts';
import { makeWitness, type Witness } from './witness.ts';

const deployment = inject('guarded');

let witness: Witness;
beforeAll(() => {
  if (deployment) witness = makeWitness(deployment);
});
afterAll(() => {
  if (deployment) witness.release();
});

/** A client with the rights of a function, and no others. */
async function ecsAs(functionName: string): Promise<ECSClient> {
  const endpoint = deployment?.endpoint ?? '';
  const { Role } = await new LambdaClient({ endpoint }).send(
    new GetFunctionConfigurationCommand({ FunctionName: functionName }),
  );
  const { Credentials } = await new STSClient({ endpoint }).send(
    new AssumeRoleCommand({ RoleArn: Role, RoleSessionName: 'witness' }),
  );
  return new ECSClient({
    endpoint,
    credentials: {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken ?? '',
    },
  });
}

/** A request as the gateway hands it on. */
const READ_MODELS = {
  rawPath: '/v1/models',
  headers: {},
  requestContext: {
    domainName: 'api.example.com',
    http: { method: 'GET' },
    authorizer: { iam: { userArn: 'arn:aws:iam::000000000000:user/ana' } },
  },
};
const GatewayAnswer = z.object({ statusCode: z.int(), body: z.string() });

/** As the bus hands on an alarm that has begun to ring. */
const ALARM = {
  id: 'alarm-of-checkout',
  source: 'aws.cloudwatch',
  'detail-type': 'CloudWatch Alarm State Change',
  time: '2026-11-23T12:00:00Z',
  resources: ['arn:aws:cloudwatch:us-east-1:000000000000:alarm:checkout'],
  detail: {
    alarmName: 'checkout',
    state: { value: 'ALARM' },
    configuration: {
      metrics: [
        {
          metricStat: {
            metric: { namespace: 'AWS/ECS', dimensions: { ClusterName: CLUSTER, ServiceName: 'checkout' } },
          },
        },
      ],
    },
  },
};

const SCALE = { cluster: CLUSTER, service: 'checkout', desiredCount: 9 };

describe.skipIf(!deployment).concurrent('with permissions enforced', () => {
  it('every function on the way to a healed service lives within its role', async () => {
    const { approvalId, planHash } = await witness.approvalOf('checkout');
    const value = buildClickValue({ approvalId, planHash });
    await witness.send(signClick({ user: APPROVER, action: 'approve', value }));

    const incident = await witness.endOf('checkout');

    expect(incident.state).toBe('resolved');
    expect(await witness.desiredTasks('checkout')).toBe(TASKS_AFTER);
  });

  it('so does every function on the way back', async () => {
    const incident = await witness.endOf('search');

    expect(await witness.eventsOf(incident)).toContain('rollback-applied');
    expect(await witness.liveVersion('search')).toBe(VERSIONS);
  });

  it.each([
    ['fleetmedic-predict-failures', 'predicted'],
    ['fleetmedic-forecast-demand', 'forecast'],
    ['fleetmedic-mine-patterns', 'mined'],
  ])('%s lives within its role when it has its turn', async (functionName, outcome) => {
    expect(await witness.answerOf(functionName)).toMatchObject({ outcome });
  });

  it('the receiver of signals may send the services of an alarm to the scorers', async () => {
    const answer = await witness.answerOf('fleetmedic-receive-signal', ALARM);

    expect(answer).toMatchObject({ outcome: 'heeded' });
  });

  it('tells a caller whom IAM has let in of every model that the scorer has registered', async () => {
    await witness.approvalOf('checkout');

    const { statusCode, body } = GatewayAnswer.parse(
      await witness.answerOf('fleetmedic-serve-api', READ_MODELS),
    );

    expect(statusCode).toBe(200);
    for (const name of readdirSync('models').filter((each) => existsSync(`models/${each}/manifest.json`)))
      expect(body).toContain(name);
  });

  it.each([
    'fleetmedic-plan-recovery',
    'fleetmedic-verify-recovery',
    'fleetmedic-score-services',
    'fleetmedic-answer-approval',
  ])('%s cannot change a service', async (functionName) => {
    const ecs = await ecsAs(functionName);

    await expect(ecs.send(new UpdateServiceCommand(SCALE))).rejects.toThrow(/AccessDenied|not authorized/);
  });

  it('the planner of recoveries can read a service', async () => {
    const ecs = await ecsAs('fleetmedic-plan-recovery');

    const { services } = await ecs.send(
      new DescribeServicesCommand({ cluster: CLUSTER, services: ['checkout'] }),
    );

    expect(services).toHaveLength(1);
  });
});
