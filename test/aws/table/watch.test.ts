// The watch of a service over nine days: lossless in the table, small, and written in full once an hour alone.

import { DeleteItemCommand, type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { expect, it } from 'vitest';
import { makeTableStores } from '#adapters/aws/table/stores.ts';
import { compress, joinWatch, splitWatch } from '#adapters/aws/table/watch-parts.ts';
import { watchKey } from '#contracts/table-keys.ts';
import { observeMinute } from '#domain/detection/observe-minute.ts';
import type { ServiceWatch } from '#domain/detection/service-watch.ts';
import { DEFAULT_DETECTION_SETTINGS } from '#domain/detection/settings.ts';
import { CHECKOUT, manualClock, minute } from '../../builders.ts';
import { describeAws } from '../place.ts';
import { temporaryTable } from '../table-subject.ts';

const HOUR = 60;
const DAYS = 9;

/** A wave over the day with noise that repeats after a thousand points. */
function waveAt(minutes: number, phase: number): number {
  const noise = ((minutes * 7919 + phase * 104_729) % 1000) / 1000;
  return 1 + 0.3 * Math.sin((2 * Math.PI * minutes) / 1440 + phase) + 0.1 * noise;
}

function observe(watch: ServiceWatch | undefined, minutes: number): ServiceWatch | undefined {
  const wave = (phase: number) => waveAt(minutes, phase);
  const indicators = {
    'error-share': 0.001 * wave(1),
    'latency-p50': 0.05 * wave(2),
    'latency-p99': 0.2 * wave(3),
    throughput: 50 * wave(4),
    'healthy-share': 1,
    cpu: 40 * wave(5),
    memory: 50 * wave(6),
    connections: Math.round(20 * wave(7)),
  };
  const reading = { at: minute(minutes), indicators, percentiles: {}, requests: 3000, failures: 3 };
  const context = {
    serviceId: CHECKOUT,
    periodSeconds: 60,
    isTeaching: true,
    settings: DEFAULT_DETECTION_SETTINGS,
  };
  return observeMinute(watch, reading, context)?.watch;
}

function learnedWatch(): ServiceWatch {
  let watch: ServiceWatch | undefined;
  for (let minutes = 0; minutes < DAYS * 24 * HOUR; minutes++) watch = observe(watch, minutes) ?? watch;
  if (!watch) throw new Error('Nothing was observed');
  return watch;
}

async function readMark(client: DynamoDBClient, name: string): Promise<string | undefined> {
  const { pk, sk } = watchKey(CHECKOUT, 'hour');
  const command = new GetItemCommand({ TableName: name, Key: { pk: { S: pk }, sk: { S: sk } } });
  return (await client.send(command)).Item?.['hourMark']?.S;
}

const learned = learnedWatch();
const FIRST_MINUTE = DAYS * 24 * HOUR;

it('is small: four kilobytes a minute and five more an hour', () => {
  const { minute: minutely, hour } = splitWatch(learned);

  expect(compress(minutely).length).toBeLessThan(5 * 1024);
  expect(compress(hour).length).toBeLessThan(8 * 1024);
  expect(joinWatch(compress(minutely), compress(hour))).toEqual(learned);
});

describeAws('over DynamoDB, a watch', () => {
  it('comes back as it was, its memory written once an hour', async () => {
    const { client, name } = await temporaryTable();
    const { watches } = makeTableStores({ client, name }, manualClock());
    await watches.save(learned, undefined);
    const marks = new Set<string | undefined>();

    let seen = learned;
    for (let minutes = 0; minutes < HOUR + 5; minutes++) {
      const next = observe(seen, FIRST_MINUTE + minutes) ?? seen;
      expect(await watches.save(next, seen)).toBe(true);
      marks.add(await readMark(client, name));
      seen = next;
    }

    expect(await watches.load(CHECKOUT)).toEqual(seen);
    expect(marks.size).toBe(2);
  });

  it('is not put together from parts that do not belong together', async () => {
    const { client, name } = await temporaryTable();
    const { watches } = makeTableStores({ client, name }, manualClock());
    await watches.save(learned, undefined);

    const { pk, sk } = watchKey(CHECKOUT, 'hour');
    await client.send(new DeleteItemCommand({ TableName: name, Key: { pk: { S: pk }, sk: { S: sk } } }));

    await expect(watches.load(CHECKOUT)).rejects.toMatchObject({ name: 'RetryableError' });
  });
});
