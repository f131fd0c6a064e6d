import { describe, expect, it } from 'vitest';
import { receiveSignal } from '#application/receive-signal.ts';
import type { CloudEvent } from '#contracts/cloud-event.ts';
import { resourceArn } from '#contracts/naming.ts';
import {
  at,
  CHECKOUT,
  CHECKOUT_ALIAS,
  CHECKOUT_CONFIG,
  CHECKOUT_ECS,
  configurationState,
  ecsState,
  minute,
  NOON,
  OURS,
  resourceDescription,
  service,
} from '../builders.ts';
import { makeObserveWorld, type ObserveWorld } from './observe-world.ts';

const PLACE = { region: 'eu-central-1', accountId: '123456789012' };

describe('an event of an AWS service', () => {
  it('is recorded as a deployment when a new version took over at that time', async () => {
    const world = makeObserveWorld();
    world.describeAs(
      resourceDescription({
        state: ecsState({ taskDefinition: 'checkout:42' }),
        previousVersion: { version: 'checkout:41', replacedAt: at(-30), isRollbackSafe: true },
      }),
    );

    const answer = await receiveSignal(world, deploymentEvent());

    expect(answer).toEqual({ outcome: 'recorded' });
    expect(await changesOf(world)).toMatchObject([
      { kind: 'deployment', by: 'other', summary: 'Deployment of checkout:42 in place of checkout:41' },
    ]);
    expect(world.published).toMatchObject([{ type: 'change-recorded' }]);
  });

  it('is recorded as a restart when the version stayed', async () => {
    const world = makeObserveWorld();
    world.describeAs(resourceDescription({ state: ecsState({ taskDefinition: 'checkout:41' }) }));

    await receiveSignal(world, deploymentEvent());

    expect(await changesOf(world)).toMatchObject([{ kind: 'restart', summary: 'Restart of checkout:41' }]);
  });

  it('is named by its resource where no task definition is known', async () => {
    const world = makeObserveWorld();
    world.describeAs(resourceDescription({ state: configurationState() }));

    await receiveSignal(world, deploymentEvent());

    expect(await changesOf(world)).toMatchObject([{ summary: `Restart of ${CHECKOUT_ECS}` }]);
  });

  it('is a deployment in its own words when an alias of a function was moved', async () => {
    const lambda = service({ resources: [CHECKOUT_ALIAS] });
    const world = makeObserveWorld({ settings: { services: [lambda] } });
    const requestParameters = { functionName: 'checkout', name: 'live', functionVersion: '12' };
    const call = { eventName: 'UpdateAlias20150331', requestParameters };

    await receiveSignal(world, event('aws.lambda', 'AWS API Call via CloudTrail', call, []));

    expect(await changesOf(world)).toMatchObject([
      { resourceId: CHECKOUT_ALIAS, kind: 'deployment', summary: 'Deployment of version 12', by: 'other' },
    ]);
  });

  it('is our own when one of our executions holds the lease', async () => {
    const world = makeObserveWorld();
    await world.leases.acquire({ resourceId: CHECKOUT_ECS, executionId: OURS });

    await receiveSignal(world, deploymentEvent());

    expect(await changesOf(world)).toMatchObject([{ by: 'fleetmedic' }]);
  });

  it('is of nobody known when our lease on the resource has ended', async () => {
    const world = makeObserveWorld();
    const lease = await world.leases.acquire({ resourceId: CHECKOUT_ECS, executionId: OURS });
    if (lease.ok) await world.leases.release(lease.value);

    await receiveSignal(world, deploymentEvent());

    expect(await changesOf(world)).toMatchObject([{ by: 'other' }]);
  });

  it('wakes the service, so that the effect is seen soon', async () => {
    const world = makeObserveWorld();
    await world.polls.put({ serviceId: CHECKOUT, tier: 'calm', tierUntil: NOON, nextPollAt: at(280) });

    await receiveSignal(world, deploymentEvent());

    expect(await world.polls.all()).toMatchObject([
      { serviceId: CHECKOUT, tier: 'watch', nextPollAt: at(60) },
    ]);
  });

  it('leaves one record when it is delivered twice', async () => {
    const world = makeObserveWorld();

    await receiveSignal(world, deploymentEvent());
    await receiveSignal(world, deploymentEvent());

    expect(await changesOf(world)).toHaveLength(1);
  });

  it.each([
    [
      'a configuration',
      event('aws.appconfig', 'On Deployment Start', {
        Type: 'OnDeploymentStart',
        ConfigurationVersion: '7',
      }),
      { kind: 'configuration', summary: 'Configuration version 7', by: 'other' },
    ],
    [
      'scaling by the platform',
      event('aws.ecs', 'AWS API Call via CloudTrail', {
        eventName: 'UpdateService',
        userIdentity: { type: 'AWSService', invokedBy: 'ecs.application-autoscaling.amazonaws.com' },
        requestParameters: { desiredCount: 6 },
      }),
      { kind: 'scaling', summary: 'Scaled to 6 tasks', by: 'platform' },
    ],
    [
      'an autoscaler at its maximum',
      event('aws.application-autoscaling', 'Application Auto Scaling Scaling Activity State Change', {
        newDesiredCapacity: 8,
        maxCapacity: 8,
      }),
      { kind: 'scaling', summary: 'Autoscaling reached its maximum of 8 tasks', by: 'platform' },
    ],
  ])('of %s is recorded in its own words', async (_case, signal, expected) => {
    const world = makeObserveWorld();

    await receiveSignal(world, signal);

    expect(await changesOf(world)).toMatchObject([expected]);
  });

  it.each([
    [
      'the end of a deployment',
      event('aws.ecs', 'ECS Deployment State Change', { eventName: 'SERVICE_DEPLOYMENT_COMPLETED' }),
    ],
    ['another kind of event', event('aws.ecs', 'ECS Task State Change', {})],
    [
      'a resource of no known type',
      event('aws.ecs', 'On Deployment Start', { Type: 'OnDeploymentStart', ConfigurationVersion: '7' }, [
        'arn:aws:s3:::bucket',
      ]),
    ],
    [
      'a resource of no watched service',
      event('aws.ecs', 'On Deployment Start', { Type: 'OnDeploymentStart', ConfigurationVersion: '7' }, [
        'arn:aws:ecs:eu-central-1:123456789012:service/other/stranger',
      ]),
    ],
  ])('is ignored when it tells of %s', async (_case, signal) => {
    const world = makeObserveWorld();

    expect(await receiveSignal(world, signal)).toEqual({ outcome: 'ignored' });
    expect(world.published).toEqual([]);
  });
});

function deploymentEvent(): CloudEvent {
  return event('aws.ecs', 'ECS Deployment State Change', { eventName: 'SERVICE_DEPLOYMENT_IN_PROGRESS' });
}

function event(
  source: string,
  detailType: string,
  detail: Record<string, unknown>,
  resources = [resourceArn(source === 'aws.appconfig' ? CHECKOUT_CONFIG : CHECKOUT_ECS, PLACE)],
): CloudEvent {
  return {
    id: 'event-1',
    source,
    'detail-type': detailType,
    time: new Date(NOON).toISOString(),
    resources,
    detail,
  };
}

function changesOf(world: ObserveWorld) {
  return world.changes.list([CHECKOUT], minute(-10), minute(10));
}
