// npm run scale: one minute of ten thousand services that are all due. They are planned, cut into shards and scored by the
// handlers of AWS over the stores of AWS, with a table in memory that counts what each of its partitions takes.
//   npm run scale -- [--services 10000]

import { parseArgs } from 'node:util';
import { makeTableStores } from '#adapters/aws/table/stores.ts';
import type { Stores } from '#application/ports/stores.ts';
import type { MetricSource } from '#application/ports/telemetry.ts';
import type { PollShard } from '#contracts/events.ts';
import { PERIOD_SECONDS } from '#contracts/naming.ts';
import { Settings } from '#contracts/settings.ts';
import { groupsOf } from '#domain/groups.ts';
import { Instant, secondsAfter } from '#domain/ids.ts';
import { loadShippedModel } from '#local/models.ts';
import { fixedSettings, flagsOf } from '#runtime/settings.ts';
import { handler as planPolls } from '../../functions/plan-polls/handler.ts';
import { handler as scoreServices } from '../../functions/score-services/handler.ts';
import { CountingTable } from './counting-table.ts';

const START = Instant.parse(Date.UTC(2026, 10, 23, 12));
/** As the event source of the scorers in the observe stack. */
const SHARDS_PER_CALL = 5;
/** What a call to DynamoDB in the same Region takes: the second minute is planned, and a part of it scored, with it. */
const CALL_MS = 5;
const SAMPLE_CALLS = 4;
const HOTTEST = 10;
/** What one partition key of DynamoDB takes at most, write units per second. */
const UNITS_PER_SECOND = 1000;

const { values } = parseArgs({ options: { services: { type: 'string', default: '10000' } } });
const count = Number(values.services);

/** Every service with a target group and an ECS service: twelve metrics. */
const settings = Settings.parse({
  version: 1,
  services: Array.from({ length: count }, (_, place) => ({
    id: `service-${place}`,
    resources: [`target-group/shop.${place}/service-${place}.${place}`, `ecs-service/shop/service-${place}`],
  })),
});

/** A wave that depends on minute and series; no incident is wanted here, only work. */
const metrics: MetricSource = {
  async read(queries, from, to) {
    return queries.map((query, series) => {
      const points = [];
      for (let at = from; at < to; at = secondsAfter(at, PERIOD_SECONDS)) {
        points.push({ at, value: pointOf(query.signal, at / 60_000, series) });
      }
      return { query, points };
    });
  },
};

function pointOf(signal: string, minute: number, series: number): number {
  const wave = 1 + 0.1 * Math.sin(minute / 60) + 0.02 * (((minute * 7919 + series * 104_729) % 1000) / 1000);
  if (signal === 'request-count') return 3000 * wave;
  if (signal === 'error-count' || signal === 'unhealthy-targets') return 0;
  if (signal === 'healthy-targets' || signal === 'running-tasks') return 4;
  return signal.startsWith('latency') ? 0.2 * wave : 40 * wave;
}

const table = new CountingTable();
const clock = { at: START, now: () => clock.at };
const stores = makeTableStores({ client: table.client, name: 'scale' }, clock);
const shards: PollShard[] = [];
const model = await loadShippedModel();
const source = fixedSettings(settings);
const nothing = async () => {};
const deps = {
  ...stores,
  clock,
  settings: source,
  flags: flagsOf(source),
  metrics,
  model: model.ok ? model.value : undefined,
  bus: { publish: nothing },
  log: { record: () => {}, count: () => {} },
  pollQueue: { send: async (sent: readonly PollShard[]) => void shards.push(...sent) },
  recoveries: { start: nothing, stop: nothing, answer: async () => false, isRunning: async () => false },
  pager: { page: nothing },
};
const plan = planPolls(deps);
const score = scoreServices(deps);

/** Six hours of one service, and that as the past of all: what a service is after its first poll. */
async function warmUp({ watches }: Stores): Promise<void> {
  const [first, ...others] = settings.services;
  if (!first) return;
  await score(eventOf([{ serviceIds: [first.id] }]));
  const learned = await watches.load(first.id);
  if (!learned) throw new Error('Nothing was learned of the first service');
  for (const { id: serviceId } of others) await watches.save({ ...learned, serviceId }, undefined);
}

/** As SQS hands messages to Lambda. */
function eventOf(messages: readonly PollShard[]) {
  return {
    Records: messages.map((shard, place) => ({ messageId: String(place), body: JSON.stringify(shard) })),
  };
}

/** Seconds that the work took. */
async function timed(work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return (performance.now() - startedAt) / 1000;
}

async function scoreAll(messages: readonly PollShard[]): Promise<void> {
  for (const call of groupsOf(messages, SHARDS_PER_CALL)) {
    const { batchItemFailures } = await score(eventOf(call));
    const [failure] = batchItemFailures;
    if (failure) throw new Error(`A shard failed: ${failure.reason}`);
  }
}

function nextMinute(): void {
  clock.at = secondsAfter(clock.at, PERIOD_SECONDS);
}

console.error(`letting ${count} services learn ...`);
await warmUp(stores);

nextMinute();
table.resetCounts();
const planSeconds = await timed(() => plan({}).then(() => {}));
const planCalls = table.calls;
const scoreSeconds = await timed(() => scoreAll(shards));
const scoreCalls = table.calls - planCalls;
const taken = [...table.taken].toSorted(([, one], [, other]) => other.units - one.units);
const mostPolls = Math.max(
  ...taken.filter(([key]) => key.startsWith('polls#')).map(([, { units }]) => units),
);

nextMinute();
table.resetCounts();
table.latencyMs = CALL_MS;
shards.length = 0;
const planSecondsOnAws = await timed(() => plan({}).then(() => {}));
const sample = shards.slice(0, SAMPLE_CALLS * SHARDS_PER_CALL);
const secondsPerShard = (await timed(() => scoreAll(sample))) / sample.length;

const round = (value: number, digits = 3) => Number(value.toPrecision(digits));
const total = taken.reduce((sum, [, { units }]) => sum + units, 0);
const scorers = (shards.length * secondsPerShard) / PERIOD_SECONDS;
console.log(`
${count} services, all due in one minute, ${shards.length} shards of ${settings.polling.servicesPerShard}, over a table in memory
  planned                  ${round(planSeconds)} s, ${planCalls} calls to the table
  planned on AWS           about ${round(planSecondsOnAws)} s at ${CALL_MS} ms a call
  scored                   ${round(scoreSeconds)} s on one core, ${scoreCalls} calls to the table
  services per second      ${round(count / (planSeconds + scoreSeconds))}
  of the minute used       ${round((100 * (planSeconds + scoreSeconds)) / PERIOD_SECONDS)} % of one core
  one shard on AWS         about ${round(secondsPerShard)} s at ${CALL_MS} ms a call
  scorers at once          ${Math.ceil(scorers)} (${round(scorers)} busy on average)
  writes                   ${total} units in ${taken.length} partition keys, ${round(total / PERIOD_SECONDS)} a second
The ${HOTTEST} hottest keys; DynamoDB takes ${UNITS_PER_SECOND} units a second of one key.
Poll states are written in one burst: up to ${round(mostPolls / planSecondsOnAws)} units a second to one key while planning.`);
for (const [key, { writes, units }] of taken.slice(0, HOTTEST)) {
  const share = `${round((100 * units) / total, 2)} %`;
  const perSecond = round(units / PERIOD_SECONDS, 2);
  console.log(
    `  ${key.padEnd(24)} ${String(writes).padStart(5)} writes ${String(units).padStart(6)} units ${share.padStart(8)}  ${perSecond} a second`,
  );
}
