import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { disturbed } from '#local/delivery/disturbance.ts';
import { localQueue, type QueueHandler } from '#local/delivery/queue.ts';
import { openStream } from '#local/fleet/random.ts';
import { at, NOON } from '../../builders.ts';
import { deliveryWorld, type WorldOptions } from './delivery-world.ts';

function open(options: WorldOptions = {}) {
  const world = deliveryWorld(options);
  return { ...world, queue: localQueue<string>('polls', world.deps) };
}

/** Remembers what it was given, and fails with what it is told to. */
function recorder(isBad: (message: string) => boolean = () => false) {
  const batches: string[][] = [];
  const handle: QueueHandler = async ({ Records }) => {
    batches.push(Records.map(({ body }) => JSON.parse(body)));
    const failed = Records.filter(({ body }) => isBad(JSON.parse(body)));
    const reason = 'told to fail';
    return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId, reason })) };
  };
  return { handle, batches, received: () => batches.flat() };
}

describe('a local queue', () => {
  it('delivers every message, in the order sent', async () => {
    const { queue, timeline } = open();
    const { handle, received } = recorder();
    queue.consume(handle);

    await queue.send(['a', 'b']);
    await queue.send(['c']);
    await timeline.runUntil(NOON);

    expect(received()).toEqual(['a', 'b', 'c']);
    expect(queue.counters()).toEqual({ delivered: 3, failed: 0, waiting: 0, dead: 0 });
  });

  it('holds back what is sent for later', async () => {
    const { queue, timeline } = open();
    const { handle, received } = recorder();
    queue.consume(handle);

    await queue.send(['later'], 30);
    await queue.send(['now']);
    await timeline.runUntil(at(29));
    const early = [...received()];
    await timeline.runUntil(at(30));

    expect(early).toEqual(['now']);
    expect(received()).toEqual(['now', 'later']);
  });

  it('does not call the consumer from within the call that sends', async () => {
    const { queue } = open();
    const { handle, received } = recorder();
    queue.consume(handle);

    await queue.send(['a']);

    expect(received()).toEqual([]);
    expect(queue.counters()).toMatchObject({ waiting: 1 });
  });

  it('keeps what is sent before there is a consumer', async () => {
    const { queue, timeline } = open();
    await queue.send(['a']);
    await timeline.runUntil(at(600));
    const { handle, received } = recorder();

    queue.consume(handle);
    await timeline.runUntil(at(600));

    expect(received()).toEqual(['a']);
  });

  it('hands out at most a batch at a time, and all of it in the end', async () => {
    const { queue, timeline } = open();
    const { handle, batches } = recorder();
    queue.consume(handle);
    const messages = Array.from({ length: 23 }, (_, index) => `message-${index}`);

    await queue.send(messages);
    await timeline.runUntil(NOON);

    expect(batches.map((batch) => batch.length)).toEqual([10, 10, 3]);
    expect(batches.flat()).toEqual(messages);
  });

  it('delivers again, after a pause, only what the consumer reports as failed, and passes on why', async () => {
    const { queue, timeline, failures } = open();
    let isBroken = true;
    const { handle, received } = recorder((message) => isBroken && message === 'b');
    queue.consume(handle);

    await queue.send(['a', 'b', 'c']);
    await timeline.runUntil(at(4));
    isBroken = false;
    await timeline.runUntil(at(5));

    expect(received()).toEqual(['a', 'b', 'c', 'b']);
    expect(failures).toEqual([{ source: 'polls', reason: 'told to fail', isFinal: false }]);
    expect(queue.counters()).toEqual({ delivered: 3, failed: 1, waiting: 0, dead: 0 });
  });

  it('tries a failing message at growing distances, then puts it aside with the reason', async () => {
    const { queue, timeline, failures } = open();
    const tries: number[] = [];
    queue.consume(async () => {
      tries.push((timeline.now() - NOON) / 1000);
      throw new RangeError('cannot be read');
    });

    await queue.send(['poison']);
    await timeline.runUntil(at(3600));

    expect(tries).toEqual([0, 5, 15, 35, 75]);
    expect(queue.deadLetters()).toEqual([
      { body: '"poison"', receives: 5, reason: 'RangeError: cannot be read', at: at(75) },
    ]);
    expect(queue.counters()).toEqual({ delivered: 0, failed: 5, waiting: 0, dead: 1 });
    expect(failures.map(({ isFinal }) => isFinal)).toEqual([false, false, false, false, true]);
  });

  it('goes on with new messages while a failing one waits', async () => {
    const { queue, timeline } = open();
    const { handle, received } = recorder((message) => message === 'bad');
    queue.consume(handle);

    await queue.send(['bad']);
    await timeline.runUntil(at(1));
    await queue.send(['good']);
    await timeline.runUntil(at(1));

    expect(received()).toEqual(['bad', 'good']);
  });

  it('delivers after a kill what was sent and not handed out', async () => {
    const first = open();
    await first.queue.send(['a', 'b']);

    const second = open({ database: first.database, startAt: at(30) });
    const { handle, received } = recorder();
    second.queue.consume(handle);
    await second.timeline.runUntil(at(30));

    expect(received()).toEqual(['a', 'b']);
  });

  it('delivers again, when its time is up, what a killed consumer had in its hands', async () => {
    const first = open();
    first.queue.consume(() => new Promise(() => undefined));
    await first.queue.send(['a']);
    void first.timeline.runUntil(at(1));

    const second = open({ database: first.database, startAt: at(30) });
    const { handle, received } = recorder();
    second.queue.consume(handle);
    await second.timeline.runUntil(at(179));
    expect(received()).toEqual([]);
    await second.timeline.runUntil(at(180));

    expect(received()).toEqual(['a']);
  });

  it('puts a message aside that has killed its consumer too often', async () => {
    const { database } = open();
    await open({ database }).queue.send(['deadly']);
    for (let life = 0; life < 5; life += 1) {
      const { queue, timeline } = open({ database, startAt: at(life * 180) });
      queue.consume(() => new Promise(() => undefined));
      void timeline.runUntil(at(life * 180));
    }

    const last = open({ database, startAt: at(5 * 180) });
    const { handle, received } = recorder();
    last.queue.consume(handle);
    await last.timeline.runUntil(at(5 * 180));

    expect(received()).toEqual([]);
    expect(last.queue.deadLetters()).toMatchObject([
      { receives: 6, reason: 'handed out 5 times without an answer' },
    ]);
    expect(last.failures).toMatchObject([{ isFinal: true }]);
  });

  it('keeps queues apart', async () => {
    const { deps, timeline } = open();
    const { handle, received } = recorder();
    localQueue<string>('one', deps).consume(handle);

    await localQueue<string>('other', deps).send(['a']);
    await timeline.runUntil(at(1));

    expect(received()).toEqual([]);
  });

  it('loses nothing, whatever fails how often and is delivered twice and late', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer(),
        fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 30 }),
        async (seed, failuresOf) => {
          const random = openStream(seed, 'delivery');
          const disturb = disturbed({ random, deliverTwiceShare: 0.3, maxDelaySeconds: 60 });
          const { queue, timeline } = open({ disturb });
          const left = new Map(failuresOf.map((failures, index) => [`message-${index}`, failures]));
          const { handle, received } = recorder((message) => {
            const failures = left.get(message) ?? 0;
            left.set(message, failures - 1);
            return failures > 0;
          });
          queue.consume(handle);

          await queue.send([...left.keys()]);
          await timeline.runUntil(at(3600));

          expect(new Set(received())).toEqual(new Set(left.keys()));
          expect(queue.counters()).toMatchObject({ waiting: 0, dead: 0 });
        },
      ),
    );
  });
});

describe('a disturbance', () => {
  it('delivers the asked share twice, and nothing later than asked', () => {
    const disturb = disturbed({
      random: openStream(7, 'delivery'),
      deliverTwiceShare: 0.25,
      maxDelaySeconds: 90,
    });

    const deliveries = Array.from({ length: 2000 }, () => disturb(NOON));

    const twice = deliveries.filter((dueTimes) => dueTimes.length === 2).length;
    expect(twice / deliveries.length).toBeCloseTo(0.25, 1);
    expect(Math.max(...deliveries.flat())).toBeLessThanOrEqual(at(90));
    expect(Math.min(...deliveries.flat())).toBeGreaterThanOrEqual(NOON);
  });
});
