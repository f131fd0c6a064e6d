import { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeClient } from '#adapters/aws/clients.ts';
import { cloudWatchMetricSource } from '#adapters/aws/metric-source.ts';
import { metricQueriesFor } from '#contracts/naming.ts';
import { Instant, ResourceId } from '#domain/ids.ts';
import type { MetricQuery } from '#domain/signal/signal.ts';
import { type Answer, type Request, startAnsweringServer } from './answering-server.ts';
import { describeAws, useFreshAccount } from './place.ts';

const TARGET_GROUP = ResourceId.parse('target-group/shop.1/checkout.2');
const MINUTE_MS = 60_000;
/** The emulator keeps what is put at any time; a fixed hour makes the grid plain. */
const START = Instant.parse(Date.UTC(2026, 10, 22, 9, 0));

describeAws('metrics of CloudWatch', () => {
  beforeAll(useFreshAccount);

  it('come as one series per query, oldest first, with nothing where nothing was published', async () => {
    const client = makeClient(CloudWatchClient);
    const queries = metricQueriesFor(TARGET_GROUP);
    await put(client, queries, 'request-count', [
      [2, 50],
      [0, 30],
      [1, 40],
    ]);

    const series = await cloudWatchMetricSource(client).read(queries, minute(0), minute(3));

    expect(series.map(({ query }) => query)).toEqual(queries);
    expect(series[0]?.points).toEqual([
      { at: minute(0), value: 30 },
      { at: minute(1), value: 40 },
      { at: minute(2), value: 50 },
    ]);
    expect(series.slice(1).flatMap(({ points }) => points)).toEqual([]);
  });

  it('keep to the span: its start is in it, its end is not', async () => {
    const client = makeClient(CloudWatchClient);
    const queries = metricQueriesFor(ResourceId.parse('sqs-queue/shop/orders'));
    await put(client, queries, 'queue-depth', [
      [0, 1],
      [1, 2],
      [2, 3],
      [3, 4],
    ]);
    const halfAMinute = Instant.parse(minute(0) + MINUTE_MS / 2);

    const series = await cloudWatchMetricSource(client).read(queries, halfAMinute, minute(3));

    expect(series[0]?.points.map(({ value }) => value)).toEqual([2, 3]);
  });

  it('have percentiles of the same metric apart', async () => {
    const client = makeClient(CloudWatchClient);
    const queries = metricQueriesFor(ResourceId.parse('target-group/shop.1/search.3'));
    const slow = Array.from({ length: 100 }, (_, place): [number, number] => [0, (place + 1) / 100]);
    await put(client, queries, 'latency-p50', slow);

    const series = await cloudWatchMetricSource(client).read(queries, minute(0), minute(1));

    const valueFor = (signal: string) =>
      series.find(({ query }) => query.signal === signal)?.points[0]?.value;
    expect(valueFor('latency-p50')).toBeCloseTo(0.5, 1);
    expect(valueFor('latency-p99')).toBeCloseTo(0.99, 1);
  });
});

it('the milliseconds of Lambda are read as seconds', async () => {
  const queries = metricQueriesFor(ResourceId.parse('lambda-alias/checkout/live'));
  const place = queries.findIndex(({ signal }) => signal === 'latency-p50');
  await startAnsweringServer(() => ({
    body: { MetricDataResults: [result(`q${place}`, 'Complete', [0, 250])] },
  }));

  const series = await cloudWatchMetricSource(makeClient(CloudWatchClient)).read(
    queries,
    minute(0),
    minute(1),
  );

  expect(series[place]?.points).toEqual([{ at: minute(0), value: 0.25 }]);
});

describe('metrics that cannot be read in full', () => {
  it('are put together from all pages', async () => {
    const server = await startAnsweringServer(({ body }) =>
      body['NextToken']
        ? { body: { MetricDataResults: [result('q0', 'Complete', [1, 10])] } }
        : { body: { NextToken: 'more', MetricDataResults: [result('q0', 'PartialData', [0, 5])] } },
    );

    const series = await read(1);

    expect(server.requests).toHaveLength(2);
    expect(series[0]?.points.map(({ value }) => value)).toEqual([5, 10]);
  });

  it.each(['PartialData', 'InternalError', 'Forbidden'])('are unknown, not healthy: %s', async (status) => {
    await startAnsweringServer(() => ({
      body: { MetricDataResults: [result('q0', status, [0, 5]), result('q1', 'Complete', [0, 7])] },
    }));

    const series = await read(2);

    expect(series.map(({ points }) => points.map(({ value }) => value))).toEqual([[], [7]]);
  });

  it('are unknown when the answer leaves them out, and others than those asked for are ignored', async () => {
    await startAnsweringServer(() => ({ body: { MetricDataResults: [result('q9', 'Complete', [0, 5])] } }));

    const series = await read(2);

    expect(series.map(({ points }) => points)).toEqual([[], []]);
  });

  it('are asked for in whole periods', async () => {
    const server = await startAnsweringServer(() => ({ body: {} }));

    await cloudWatchMetricSource(makeClient(CloudWatchClient)).read(
      queriesOf(1),
      Instant.parse(START + 1000),
      Instant.parse(START + MINUTE_MS + 1000),
    );

    expect(server.requests[0]?.body).toMatchObject({
      StartTime: START / 1000,
      EndTime: (START + 2 * MINUTE_MS) / 1000,
    });
  });

  it('are asked for 500 at a time, and in no call when there are none', async () => {
    const server = await startAnsweringServer(answerAll);

    const series = await read(501);
    await read(0);

    const sizes = server.requests.map(({ body }) => (body['MetricDataQueries'] as unknown[]).length);
    expect(sizes).toEqual([500, 1]);
    expect(series).toHaveLength(501);
    expect(series.at(-1)?.points).toEqual([{ at: START, value: 1 }]);
  });

  it.each([
    [{ error: 'Throttling', status: 400 }, 'RetryableError'],
    [{ error: 'AccessDenied', status: 403 }, 'ForbiddenError'],
    [{ error: 'InternalServiceFault', status: 500 }, 'DependencyError'],
  ])('reject when CloudWatch does not answer: %j', async (answer, name) => {
    await startAnsweringServer(() => answer);

    await expect(read(1)).rejects.toMatchObject({ name });
  });
});

function minute(minutes: number): Instant {
  return Instant.parse(START + minutes * MINUTE_MS);
}

function queriesOf(count: number): readonly MetricQuery[] {
  const [query] = metricQueriesFor(TARGET_GROUP);
  return query ? Array.from({ length: count }, () => query) : [];
}

function read(count: number) {
  return cloudWatchMetricSource(makeClient(CloudWatchClient)).read(queriesOf(count), minute(0), minute(5));
}

function result(id: string, status: string, [minutes, value]: readonly [number, number]) {
  return { Id: id, StatusCode: status, Timestamps: [minute(minutes) / 1000], Values: [value] };
}

function answerAll({ body }: Request): Answer {
  const asked = body['MetricDataQueries'] as readonly { Id: string }[];
  return { body: { MetricDataResults: asked.map(({ Id }) => result(Id, 'Complete', [0, 1])) } };
}

async function put(
  client: CloudWatchClient,
  queries: readonly MetricQuery[],
  signal: string,
  values: readonly (readonly [minutes: number, value: number])[],
): Promise<void> {
  const query = queries.find((known) => known.signal === signal);
  await client.send(
    new PutMetricDataCommand({
      Namespace: query?.namespace,
      MetricData: values.map(([minutes, Value]) => ({
        MetricName: query?.metricName,
        Dimensions: Object.entries(query?.dimensions ?? {}).map(([Name, Value]) => ({ Name, Value })),
        Timestamp: new Date(minute(minutes)),
        Value,
      })),
    }),
  );
}
