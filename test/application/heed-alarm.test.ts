// An alarm of the owner's as a second trigger of detection, beside the tick.

import { describe, expect, it } from 'vitest';
import { receiveSignal } from '#application/receive-signal.ts';
import type { CloudEvent } from '#contracts/cloud-event.ts';
import { ServiceId } from '#domain/ids.ts';
import { at, CART, CART_ECS, CHECKOUT, NOON, service, settings } from '../builders.ts';
import { MEASURED_CHECKOUT, makeObserveWorld } from './observe-world.ts';

const ECS_CHECKOUT = { namespace: 'AWS/ECS', dimensions: { ClusterName: 'shop', ServiceName: 'checkout' } };
const SHOP = [MEASURED_CHECKOUT, service({ id: CART, resources: [CART_ECS] })];

/** As CloudWatch tells the bus of an alarm on these metrics. */
function alarm(metrics: readonly object[], value = 'ALARM'): CloudEvent {
  const entries = metrics.map((metric, index) => ({
    id: `m${index}`,
    metricStat: { metric },
    returnData: true,
  }));
  return {
    id: 'alarm-1',
    source: 'aws.cloudwatch',
    'detail-type': 'CloudWatch Alarm State Change',
    time: new Date(NOON).toISOString(),
    resources: ['arn:aws:cloudwatch:eu-central-1:123456789012:alarm:checkout is slow'],
    detail: {
      alarmName: 'checkout is slow',
      state: { value },
      previousState: { value: 'OK' },
      configuration: { metrics: [{ id: 'e1', expression: 'm0 * 2' }, ...entries] },
    },
  };
}

describe('an alarm that begins to ring', () => {
  it('has its service read at once, and every minute from then on', async () => {
    const world = makeObserveWorld({ settings: { services: SHOP } });
    await world.polls.put({ serviceId: CHECKOUT, tier: 'calm', tierUntil: NOON, nextPollAt: at(280) });

    const answer = await receiveSignal(world, alarm([ECS_CHECKOUT]));

    expect(answer).toEqual({ outcome: 'heeded' });
    expect(world.shards).toEqual([{ serviceIds: [CHECKOUT] }]);
    expect(world.delays).toEqual([0]);
    expect(await world.polls.all()).toMatchObject([
      { serviceId: CHECKOUT, tier: 'watch', nextPollAt: at(60) },
    ]);
    expect(world.lines.join()).toContain('alarm-heeded');
  });

  it('leaves no record of a change, and judges nothing by itself', async () => {
    const world = makeObserveWorld();

    await receiveSignal(world, alarm([ECS_CHECKOUT]));

    expect(world.published).toEqual([]);
    expect(await world.changes.list([CHECKOUT], at(-60), at(60))).toEqual([]);
  });

  it('sends nothing more while its service is read every minute, however often it rings', async () => {
    const world = makeObserveWorld();

    await receiveSignal(world, alarm([ECS_CHECKOUT]));
    const again = await receiveSignal(world, alarm([ECS_CHECKOUT]));

    expect(again).toEqual({ outcome: 'heeded' });
    expect(world.shards).toHaveLength(1);
  });

  it('speaks of all services that share what it looks at, in shards of the size of any other', async () => {
    const others = Array.from({ length: 3 }, (_, index) =>
      service({ id: ServiceId.parse(`copy-${index}`), resources: MEASURED_CHECKOUT.resources }),
    );
    const { polling } = settings();
    const world = makeObserveWorld({
      settings: { services: [MEASURED_CHECKOUT, ...others], polling: { ...polling, servicesPerShard: 3 } },
    });

    await receiveSignal(world, alarm([{ namespace: 'AWS/ECS', dimensions: { ClusterName: 'shop' } }]));

    expect(world.shards.map(({ serviceIds }) => serviceIds.length)).toEqual([3, 1]);
  });

  it.each([
    ['a service of another name', { ClusterName: 'shop', ServiceName: 'stranger' }, 'AWS/ECS'],
    ['another namespace', { ClusterName: 'shop', ServiceName: 'checkout' }, 'AWS/EKS'],
    ['nothing in particular', {}, 'AWS/ECS'],
  ])('is ignored when it looks at %s', async (_what, dimensions, namespace) => {
    const world = makeObserveWorld({ settings: { services: SHOP } });

    expect(await receiveSignal(world, alarm([{ namespace, dimensions }]))).toEqual({ outcome: 'ignored' });
    expect(world.shards).toEqual([]);
  });

  it('is ignored when it is made of other alarms', async () => {
    expect(await receiveSignal(makeObserveWorld(), alarm([]))).toEqual({ outcome: 'ignored' });
  });

  it('is ignored when it has ended', async () => {
    expect(await receiveSignal(makeObserveWorld(), alarm([ECS_CHECKOUT], 'OK'))).toEqual({
      outcome: 'ignored',
    });
  });

  it('is ignored while monitoring is switched off', async () => {
    const world = makeObserveWorld();
    world.switchOff('self_healing.monitoring');

    expect(await receiveSignal(world, alarm([ECS_CHECKOUT]))).toEqual({ outcome: 'ignored' });
    expect(world.shards).toEqual([]);
  });
});
