import { describe, expect, it } from 'vitest';
import type { FleetmedicEvent } from '#contracts/events.ts';
import { PollShard } from '#contracts/events.ts';
import { eventConsumer, queueConsumer } from '#runtime/consumer.ts';
import { anomaly, CART, CHECKOUT, incident } from '../builders.ts';

describe('a consumer of the queue', () => {
  it('hands each message to the use case', async () => {
    const seen: PollShard[] = [];
    const consume = queueConsumer(PollShard, async (box: PollShard[], shard) => box.push(shard));

    const answer = await consume(seen)(batchOf({ serviceIds: [CHECKOUT] }, { serviceIds: [CART] }));

    expect(seen).toEqual([{ serviceIds: [CHECKOUT] }, { serviceIds: [CART] }]);
    expect(answer).toEqual({ batchItemFailures: [] });
  });

  it('reports the messages that fail, and why, and does the rest of the batch', async () => {
    const consume = queueConsumer(PollShard, async (_deps, { serviceIds }) => {
      if (serviceIds.includes(CHECKOUT)) throw new RangeError('no such service');
    });

    const answer = await consume({})(batchOf({ serviceIds: [CHECKOUT] }, { serviceIds: [CART] }));

    expect(answer).toEqual({
      batchItemFailures: [{ itemIdentifier: 'message-0', reason: 'RangeError: no such service' }],
    });
  });

  it('reports a message that it cannot read', async () => {
    const consume = queueConsumer(PollShard, async () => undefined);

    const answer = await consume({})(batchOf({ serviceIds: [] }));

    expect(answer.batchItemFailures).toMatchObject([
      { itemIdentifier: 'message-0', reason: expect.stringContaining('serviceIds') },
    ]);
  });
});

describe('a consumer of the bus', () => {
  const consume = eventConsumer('anomaly-detected', async (_deps: object, event) => event.anomaly.serviceId);

  it('hands the event to the use case, out of its envelope', async () => {
    const answer = await consume({})(enveloped({ type: 'anomaly-detected', anomaly: anomaly() }));

    expect(answer).toBe(CHECKOUT);
  });

  it('refuses an event of another type', async () => {
    const other = enveloped({ type: 'incident-changed', incident: incident() });

    await expect(consume({})(other)).rejects.toThrow(
      'Expected an event anomaly-detected, got incident-changed',
    );
  });

  it('refuses what is no event of ours', async () => {
    await expect(consume({})({ detail: {} })).rejects.toThrow();
  });
});

function batchOf(...messages: unknown[]) {
  const Records = messages.map((message, index) => ({
    messageId: `message-${index}`,
    body: JSON.stringify(message),
  }));
  return { Records };
}

function enveloped(detail: FleetmedicEvent) {
  return {
    id: 'event-1',
    source: 'fleetmedic',
    'detail-type': detail.type,
    time: '2026-11-23T12:00:00Z',
    resources: [],
    detail,
  };
}
