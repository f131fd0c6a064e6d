// Metrics from CloudWatch: all queries of a shard in as few GetMetricData calls as can be. What is not there stays
// missing: a series that could not be read in full is empty, which callers judge as unknown, never as healthy.

import {
  type CloudWatchClient,
  GetMetricDataCommand,
  type MetricDataResult,
} from '@aws-sdk/client-cloudwatch';
import type { MetricSource } from '#application/ports/telemetry.ts';
import { groupsOf } from '#domain/groups.ts';
import { Instant } from '#domain/ids.ts';
import type { MetricPoint, MetricQuery, MetricSeries } from '#domain/signal/signal.ts';
import { calling } from './errors.ts';

/** The most queries of one GetMetricData call. */
const MAX_QUERIES = 500;

interface Span {
  readonly from: Instant;
  readonly to: Instant;
}

/** What has been told of one query so far; the pages of one answer may each hold a part of it. */
interface Reading {
  readonly points: MetricPoint[];
  isComplete: boolean;
}

/** The metrics that this client's account and Region hold. Rejects when they cannot be read at all. */
export function cloudWatchMetricSource(client: CloudWatchClient): MetricSource {
  return {
    async read(queries, from, to) {
      const series: MetricSeries[] = [];
      for (const batch of groupsOf(queries, MAX_QUERIES)) {
        series.push(...(await readBatch(client, batch, { from, to })));
      }
      return series;
    },
  };
}

async function readBatch(
  client: CloudWatchClient,
  queries: readonly MetricQuery[],
  span: Span,
): Promise<readonly MetricSeries[]> {
  const readings = queries.map((): Reading => ({ points: [], isComplete: false }));
  let nextToken: string | undefined;
  do {
    const command = new GetMetricDataCommand({
      ...alignedSpan(queries, span),
      MetricDataQueries: queries.map(dataQueryOf),
      ...(nextToken ? { NextToken: nextToken } : {}),
    });
    const page = await calling(`read ${queries.length} metrics`, () => client.send(command));
    for (const result of page.MetricDataResults ?? []) note(readings[placeOf(result)], result);
    nextToken = page.NextToken;
  } while (nextToken);
  return queries.map((query, place) => ({ query, points: pointsOf(readings[place], span, query) }));
}

/** Ids of GetMetricData begin with a small letter; ours end in the query's place. */
function dataQueryOf(query: MetricQuery, place: number) {
  const dimensions = Object.entries(query.dimensions);
  return {
    Id: `q${place}`,
    MetricStat: {
      Metric: {
        Namespace: query.namespace,
        MetricName: query.metricName,
        Dimensions: dimensions.map(([Name, Value]) => ({ Name, Value })),
      },
      Period: query.periodSeconds,
      Stat: query.statistic,
    },
  };
}

function placeOf({ Id = '' }: MetricDataResult): number {
  return Number(Id.slice(1));
}

/** Whole periods around the span: CloudWatch rounds other times by rules that depend on the age of the data. */
function alignedSpan(queries: readonly MetricQuery[], { from, to }: Span) {
  const periodMs = Math.max(...queries.map(({ periodSeconds }) => periodSeconds)) * 1000;
  return {
    StartTime: new Date(Math.floor(from / periodMs) * periodMs),
    EndTime: new Date(Math.ceil(to / periodMs) * periodMs),
  };
}

/** The status of the last page counts: `PartialData` on an earlier one says that more is to come. */
function note(reading: Reading | undefined, { Timestamps = [], Values = [], StatusCode }: MetricDataResult) {
  if (!reading) return;
  reading.isComplete = StatusCode === 'Complete';
  for (const [place, timestamp] of Timestamps.entries()) {
    const value = Values[place];
    if (value !== undefined) reading.points.push({ at: Instant.parse(timestamp.getTime()), value });
  }
}

/** In the unit of the signal. The order of CloudWatch's answers is not relied on. */
function pointsOf(
  reading: Reading | undefined,
  { from, to }: Span,
  { scale = 1 }: MetricQuery,
): readonly MetricPoint[] {
  if (!reading?.isComplete) return [];
  return reading.points
    .filter(({ at }) => at >= from && at < to)
    .sort((a, b) => a.at - b.at)
    .map(({ at, value }) => ({ at, value: value * scale }));
}
