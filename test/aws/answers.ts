// What ECS, Application Auto Scaling, AppConfig and STS answer about one service, in their own field names.

import { ResourceId } from '#domain/ids.ts';
import { type Answer, type Request, startAnsweringServer } from './answering-server.ts';

export const ECS = ResourceId.parse('ecs-service/shop/checkout');
export const TARGET = ResourceId.parse('scalable-target/shop/checkout');
export const CONFIGURATION = ResourceId.parse('configuration/a1b2c3d/e4f5g6h');
/** Seconds, as the JSON protocols write times. */
export const DAY = 1_800_000_000;
const TASKS = 'arn:aws:ecs:us-east-1:123456789012:task-definition';
const PROFILE_ARN =
  'arn:aws:appconfig:us-east-1:123456789012:application/a1b2c3d/configurationprofile/e4f5g6h';

export function answerBy(answers: Readonly<Record<string, Answer>>) {
  return startAnsweringServer(({ operation }: Request) => answers[operation] ?? { error: 'UnexpectedCall' });
}

export function primary(rolloutState: string) {
  return { status: 'PRIMARY', id: 'ecs-svc/1', createdAt: DAY, rolloutState };
}

/** A service at revision 43 of a family that has two older ones, without a record of its deployments. */
export function ecsAnswers(changes: Readonly<Record<string, unknown>> = {}): Record<string, Answer> {
  const service = {
    status: 'ACTIVE',
    clusterArn: 'arn:aws:ecs:us-east-1:123456789012:cluster/shop',
    serviceArn: 'arn:aws:ecs:us-east-1:123456789012:service/shop/checkout',
    taskDefinition: `${TASKS}/checkout:43`,
    desiredCount: 3,
    runningCount: 3,
    deployments: [primary('COMPLETED')],
    ...changes,
  };
  const revisions = ['checkout:43', 'checkout:42', 'checkout:41'];
  return {
    DescribeServices: { body: { services: [service] } },
    ListServiceDeployments: { body: {} },
    ListTaskDefinitions: { body: { taskDefinitionArns: revisions.map((name) => `${TASKS}/${name}`) } },
  };
}

export function deployment(revisionName: string, createdAt: number, status: string) {
  return { targetServiceRevisionArn: revisionName, createdAt, status };
}

export function revision(serviceRevisionArn: string, number: number) {
  return { serviceRevisionArn, taskDefinition: `${TASKS}/checkout:${number}` };
}

export function scalingAnswers(changes: Readonly<Record<string, unknown>> = {}): Record<string, Answer> {
  const target = { MinCapacity: 2, MaxCapacity: 10, ScalableTargetARN: 'arn:target', ...changes };
  return {
    DescribeScalableTargets: { body: { ScalableTargets: [target] } },
    ListTagsForResource: { body: { Tags: { 'fleetmedic:managed': 'true' } } },
  };
}

export function rollout(DeploymentNumber: number, changes: Readonly<Record<string, unknown>> = {}) {
  return {
    DeploymentNumber,
    ConfigurationProfileId: 'e4f5g6h',
    ConfigurationVersion: '7',
    State: 'COMPLETE',
    StartedAt: new Date((DAY + DeploymentNumber) * 1000).toISOString(),
    ...changes,
  };
}

export function configurationAnswers(rollouts: readonly unknown[]): Record<string, Answer> {
  const application = '/applications/a1b2c3d';
  return {
    'POST /': identity(),
    [`GET ${application}/configurationprofiles/e4f5g6h`]: { body: { Id: 'e4f5g6h', Name: 'checkout' } },
    [`GET ${application}/environments`]: { body: { Items: [{ Id: 'live' }] } },
    [`GET ${application}/environments/live/deployments`]: { body: { Items: rollouts } },
    [`POST ${application}/environments/live/deployments`]: { status: 201 },
    [`GET /tags/${encodeURIComponent(PROFILE_ARN)}`]: { body: { Tags: { 'fleetmedic:managed': 'true' } } },
  };
}

/** STS answers in XML. */
export function identity(): Answer {
  return {
    body: '<GetCallerIdentityResponse><GetCallerIdentityResult><Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>',
  };
}
