import { describe, expect, it } from 'vitest';
import type { CloudEvent } from '#contracts/cloud-event.ts';
import type { FleetmedicEvent } from '#contracts/events.ts';
import { envelop, localBus } from '#local/delivery/bus.ts';
import { disturbed } from '#local/delivery/disturbance.ts';
import { openStream } from '#local/fleet/random.ts';
import { anomaly, at, change, minute, NOON } from '../../builders.ts';
import { deliveryWorld, type WorldOptions } from './delivery-world.ts';

const DETECTED: FleetmedicEvent = { type: 'anomaly-detected', anomaly: anomaly() };
const CHANGED: FleetmedicEvent = { type: 'change-recorded', change: change() };

function open(options: WorldOptions = {}) {
  const world = deliveryWorld(options);
  return { ...world, bus: localBus(world.deps) };
}

/** A subscription to one type of event that keeps what it gets. */
function listener(type: FleetmedicEvent['type'], fail: () => void = () => undefined) {
  const got: CloudEvent[] = [];
  const subscription = {
    name: `on-${type}`,
    matches: (event: CloudEvent) => event['detail-type'] === type,
    handle: async (event: CloudEvent) => {
      got.push(event);
      fail();
    },
  };
  return { subscription, got };
}

describe('the local bus', () => {
  it('brings each subscription the events that it asks for, in the envelope of the bus', async () => {
    const { bus, timeline } = open();
    const anomalies = listener('anomaly-detected');
    const changes = listener('change-recorded');
    bus.subscribe(anomalies.subscription);
    bus.subscribe(changes.subscription);

    await bus.publish([DETECTED, CHANGED]);
    await timeline.runUntil(NOON);

    expect(anomalies.got).toEqual([envelop(DETECTED, NOON)]);
    expect(changes.got).toMatchObject([
      {
        source: 'fleetmedic',
        'detail-type': 'change-recorded',
        time: '2026-11-23T12:00:00.000Z',
        detail: CHANGED,
      },
    ]);
  });

  it('carries the events of other sources as they are', async () => {
    const { bus, timeline } = open();
    const got: CloudEvent[] = [];
    bus.subscribe({
      name: 'deployments',
      matches: ({ source }) => source === 'aws.ecs',
      handle: async (event) => void got.push(event),
    });
    const event: CloudEvent = {
      id: 'event-1',
      source: 'aws.ecs',
      'detail-type': 'ECS Deployment State Change',
      time: '2026-11-23T12:00:00Z',
      resources: [],
      detail: { eventName: 'SERVICE_DEPLOYMENT_COMPLETED' },
    };

    await bus.put([event]);
    await timeline.runUntil(NOON);

    expect(got).toEqual([event]);
  });

  it('delivers an event again to the subscription that failed, and to no other', async () => {
    const { bus, timeline, failures } = open();
    let isBroken = true;
    const broken = listener('anomaly-detected', () => {
      if (isBroken) throw new Error('not now');
    });
    const sound = listener('anomaly-detected');
    bus.subscribe(broken.subscription);
    bus.subscribe({ ...sound.subscription, name: 'sound' });

    await bus.publish([DETECTED]);
    await timeline.runUntil(at(1));
    isBroken = false;
    await timeline.runUntil(minute(1));

    expect(broken.got).toHaveLength(2);
    expect(sound.got).toHaveLength(1);
    expect(failures).toEqual([
      { source: 'bus/on-anomaly-detected', reason: 'Error: not now', isFinal: false },
    ]);
    expect(bus.counters()).toEqual({
      'on-anomaly-detected': { delivered: 1, failed: 1, waiting: 0, dead: 0 },
      sound: { delivered: 1, failed: 0, waiting: 0, dead: 0 },
    });
  });

  it('handles the rest of a batch though one of its events fails', async () => {
    const { bus, timeline } = open();
    const got: string[] = [];
    bus.subscribe({
      name: 'all',
      matches: () => true,
      handle: async (event) => {
        if (event['detail-type'] === 'anomaly-detected') throw new Error('not now');
        got.push(event['detail-type']);
      },
    });

    await bus.publish([DETECTED, CHANGED]);
    await timeline.runUntil(NOON);

    expect(got).toEqual(['change-recorded']);
  });

  it('puts aside, with the reason, what a subscription can never handle', async () => {
    const { bus, timeline } = open();
    const broken = listener('anomaly-detected', () => {
      throw new Error('never');
    });
    bus.subscribe(broken.subscription);

    await bus.publish([DETECTED]);
    await timeline.runUntil(minute(60));

    expect(bus.deadLetters('on-anomaly-detected')).toMatchObject([{ receives: 5, reason: 'Error: never' }]);
    expect(bus.deadLetters('another')).toEqual([]);
  });

  it('delivers after a kill what nobody has handled', async () => {
    const first = open();
    first.bus.subscribe(listener('anomaly-detected').subscription);
    await first.bus.publish([DETECTED]);

    const second = open({ database: first.database, startAt: minute(1) });
    const { subscription, got } = listener('anomaly-detected');
    second.bus.subscribe(subscription);
    await second.timeline.runUntil(minute(1));

    expect(got).toEqual([envelop(DETECTED, NOON)]);
  });

  it('delivers twice when it is disturbed, the same event each time', async () => {
    const disturb = disturbed({
      random: openStream(1, 'delivery'),
      deliverTwiceShare: 1,
      maxDelaySeconds: 30,
    });
    const { bus, timeline } = open({ disturb });
    const { subscription, got } = listener('anomaly-detected');
    bus.subscribe(subscription);

    await bus.publish([DETECTED]);
    await timeline.runUntil(minute(1));

    expect(got).toEqual([envelop(DETECTED, NOON), envelop(DETECTED, NOON)]);
  });
});
