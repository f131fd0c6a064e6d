import { expect, it } from 'vitest';
import { PollShard } from '#contracts/events.ts';
import { tableStreamConsumer } from '#runtime/table-stream.ts';
import { CART, CHECKOUT } from '../builders.ts';

/** What is noted in the log. */
function makeLog() {
  const logged: unknown[] = [];
  const log = {
    record: (event: string, fields: object) => void logged.push({ event, ...fields }),
    count() {},
  };
  return { log, logged };
}

/** A batch of the stream; an image is an item in DynamoDB's notation. */
function batchOf(...images: readonly object[]) {
  return {
    Records: images.map((NewImage, index) => ({
      eventName: 'INSERT',
      dynamodb: { SequenceNumber: `place-${index}`, NewImage },
    })),
  };
}

const holding = (noun: object) => ({ pk: { S: 'shards' }, body: { S: JSON.stringify(noun) } });

it('hands each noun to the use case, in the order of the stream', async () => {
  const seen: PollShard[] = [];
  const { log } = makeLog();
  const consume = tableStreamConsumer(PollShard, async (_deps, shard) => seen.push(shard));

  const answer = await consume({ log })(
    batchOf(holding({ serviceIds: [CHECKOUT] }), holding({ serviceIds: [CART] })),
  );

  expect(seen).toEqual([{ serviceIds: [CHECKOUT] }, { serviceIds: [CART] }]);
  expect(answer).toEqual({ batchItemFailures: [] });
});

it('reports the place of a record that fails, notes why, and goes on', async () => {
  const seen: PollShard[] = [];
  const { log, logged } = makeLog();
  const consume = tableStreamConsumer(PollShard, async (_deps, shard) => {
    if (shard.serviceIds.includes(CHECKOUT)) throw new RangeError('no such service');
    seen.push(shard);
  });

  const answer = await consume({ log })(
    batchOf(holding({ serviceIds: [CHECKOUT] }), holding({ serviceIds: [CART] })),
  );

  expect(seen).toEqual([{ serviceIds: [CART] }]);
  expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'place-0' }] });
  expect(logged).toEqual([
    { event: 'delivery-failed', record: 'place-0', reason: 'RangeError: no such service' },
  ]);
});

it.each([
  ['another noun', holding({ serviceIds: [] })],
  ['no noun', { pk: { S: 'shards' } }],
])('does not throw at an item with %s', async (_, image) => {
  const { log } = makeLog();
  const consume = tableStreamConsumer(PollShard, async () => undefined);

  const answer = await consume({ log })(batchOf(image));

  expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'place-0' }] });
});
