// What the shop's services publish to CloudWatch. Whether an overloaded service is well follows from the tasks it has:
// the only way to make it well is to change ECS.

import { CloudWatchClient, type MetricDatum, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { DescribeServicesCommand, ECSClient } from '@aws-sdk/client-ecs';
import { metricQueriesFor } from '#contracts/naming.ts';
import { groupsOf } from '#domain/groups.ts';
import type { MetricQuery, SignalName } from '#domain/signal/signal.ts';
import { CASES, type CaseName, CLUSTER, type Illness, resourcesOf, TASKS_NEEDED } from './shop.ts';

const MINUTE_MS = 60_000;
const PUT_LIMIT = 500;

interface Minute {
  readonly requests: number;
  readonly failed: number;
  /** Seconds: nine of ten requests, and the tenth. */
  readonly latency: readonly [number, number];
  readonly cpu: number;
}

const WELL: Minute = { requests: 1200, failed: 1, latency: [0.04, 0.16], cpu: 45 };
const ILL: Readonly<Record<Illness, Minute>> = {
  overloaded: { requests: 2600, failed: 390, latency: [0.4, 3.2], cpu: 97 },
  failing: { ...WELL, failed: 500 },
};
/** As many requests, over enough tasks. */
const RELIEVED: Minute = { ...WELL, requests: 2600, failed: 3, cpu: 52 };

/** A little noise that is the same in every run. */
function jitter(minute: number, spread: number): number {
  return 1 + spread * Math.sin(minute * 12.9898);
}

function valuesOf(
  signal: SignalName,
  { requests, failed, latency, cpu }: Minute,
  noise: number,
): MetricDatum {
  switch (signal) {
    case 'request-count':
      return { MetricName: '', Value: Math.round(requests * noise) };
    case 'error-count':
      return { MetricName: '', Value: Math.round(failed * noise) };
    case 'healthy-targets':
    case 'running-tasks':
      return { MetricName: '', Value: 2 };
    case 'unhealthy-targets':
      return { MetricName: '', Value: 0 };
    case 'cpu':
      return { MetricName: '', Value: Math.min(100, cpu * noise) };
    case 'memory':
      return { MetricName: '', Value: 40 };
    default:
      return { MetricName: '', Values: latency.map((value) => value * noise), Counts: [90, 10] };
  }
}

/** One datum per metric of the service: several percentiles are read from one metric. */
function dataOf(name: CaseName, at: number, minute: Minute): readonly (readonly [string, MetricDatum])[] {
  const queries = resourcesOf(name).flatMap((id) => metricQueriesFor(id));
  const distinct = new Map<string, MetricQuery>(queries.map((query) => [query.metricName, query]));
  return [...distinct.values()].map(({ namespace, metricName, signal, dimensions }) => [
    namespace,
    {
      ...valuesOf(signal, minute, jitter(at / MINUTE_MS, 0.03)),
      MetricName: metricName,
      Timestamp: new Date(at),
      Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
    },
  ]);
}

export interface Feed {
  /** All services well until `illMinutes` ago, and overloaded since. */
  backfill(wellMinutes: number, illMinutes: number): Promise<void>;
  /** Publishes the minute that has just passed, as the services are now. */
  publishMinute(): Promise<void>;
}

/** The metrics of these services of the shop. */
export function makeFeed(endpoint: string, cases: readonly CaseName[]): Feed {
  const cloudWatch = new CloudWatchClient({ endpoint });
  const ecs = new ECSClient({ endpoint });
  let published = 0;

  async function put(data: readonly (readonly [string, MetricDatum])[]): Promise<void> {
    for (const namespace of new Set(data.map(([name]) => name))) {
      const own = data.filter(([name]) => name === namespace).map(([, datum]) => datum);
      for (const group of groupsOf(own, PUT_LIMIT)) {
        await cloudWatch.send(new PutMetricDataCommand({ Namespace: namespace, MetricData: [...group] }));
      }
    }
  }

  async function tasksOf(): Promise<ReadonlyMap<string, number>> {
    const answer = await ecs.send(new DescribeServicesCommand({ cluster: CLUSTER, services: [...cases] }));
    return new Map(
      (answer.services ?? []).map(({ serviceName = '', desiredCount = 0 }) => [serviceName, desiredCount]),
    );
  }

  return {
    async backfill(wellMinutes, illMinutes) {
      const now = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS;
      const minutes = Array.from(
        { length: wellMinutes + illMinutes },
        (_, back) => now - (back + 1) * MINUTE_MS,
      );
      await put(
        minutes.flatMap((at, back) =>
          cases.flatMap((name) => dataOf(name, at, back < illMinutes ? ILL[CASES[name].illness] : WELL)),
        ),
      );
      published = now - MINUTE_MS;
    },
    async publishMinute() {
      const at = (Math.floor(Date.now() / MINUTE_MS) - 1) * MINUTE_MS;
      if (at <= published) return;
      published = at;
      const tasks = await tasksOf();
      await put(
        cases.flatMap((name) => {
          const { illness } = CASES[name];
          const isRelieved = illness === 'overloaded' && (tasks.get(name) ?? 0) >= TASKS_NEEDED;
          return dataOf(name, at, isRelieved ? RELIEVED : ILL[illness]);
        }),
      );
    },
  };
}
