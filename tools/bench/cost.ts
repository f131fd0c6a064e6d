// What a month costs by the number of services, beside reading each of them every minute, and where the limits of an
// account bind. Scoring is measured here; everything else is the model of src/domain/cost/usage.ts.

import { estimateCost } from '#domain/cost/estimate.ts';
import {
  metricCallsPerMonth,
  pollingUsage,
  standingUsage,
  statisticsRead,
  USUAL_RESOURCES,
} from '#domain/cost/usage.ts';
import { PollSettings } from '#domain/poll/settings.ts';
import { loadShippedModel } from '#local/models.ts';
import { measureTicks } from './detection.ts';
import type { Benchmark, Figure } from './figure.ts';

const FLEETS = [10, 100, 1000, 10_000] as const;
const RATES = ['calm', 'watch', 'incident'] as const;
/** docs.aws.amazon.com, "CloudWatch service quotas": GetMetricData calls a second, and datapoints a second of the last 3 h. */
const METRIC_CALLS_PER_SECOND = 50;
const DATAPOINTS_PER_SECOND = 180_000;
/** docs.aws.amazon.com, "Lambda quotas": concurrent executions of an account. */
const CONCURRENCY = 1000;
/** docs.aws.amazon.com, "Step Functions quotas": what refills the bucket of StartExecution in the smaller Regions. */
const STARTS_PER_SECOND = 150;
/** Each poll reads its minute and the quarter of an hour before it, which shows what metrics to expect. */
const MINUTES_READ = 16;
/** The scorer's part of a poll that waits for the table, in the model. */
const WAITING_SECONDS = 0.04;

export const cost: Benchmark = {
  name: 'cost',
  async measure() {
    return [...(await measureScorer()), ...FLEETS.flatMap(billOf), ...limits()];
  },
};

async function measureScorer(): Promise<readonly Figure[]> {
  const model = await loadShippedModel();
  const { serviceTicksPerSecond } = await measureTicks(model.ok ? model.value : undefined);
  const secondsEach = 1 / serviceTicksPerSecond + WAITING_SECONDS;
  return [
    {
      name: 'one scoring function, judging alone',
      value: 60 * serviceTicksPerSecond,
      unit: 'services/min',
      aim: 'over 1,000',
    },
    {
      name: 'one scoring function, waiting for the table',
      value: 60 / secondsEach,
      unit: 'services/min',
      aim: 'over 1,000',
    },
  ];
}

/** Polling only: what stands whatever is watched is a figure of its own. */
function billOf(services: number): readonly Figure[] {
  const fixed = estimateCost(pollingUsage({ services, rate: 'fixed' })).dollars;
  return RATES.flatMap((rate): readonly Figure[] => [
    {
      name: `${services.toLocaleString('en')} services, ${rate}: GetMetricData`,
      value: metricCallsPerMonth({ services, rate }),
      unit: 'calls/month',
      baseline: { what: 'every minute', value: metricCallsPerMonth({ services, rate: 'fixed' }) },
      aim: '-',
    },
    {
      name: `${services.toLocaleString('en')} services, ${rate}: polling`,
      value: estimateCost(pollingUsage({ services, rate })).dollars,
      unit: '$/month',
      baseline: { what: 'every minute', value: fixed },
      aim: rate === 'calm' ? 'at most 25 %' : '-',
    },
  ]);
}

/** How many services an account can hold on the fastest rate, spread evenly over the minute. */
function limits(): readonly Figure[] {
  const { servicesPerShard, incidentSeconds } = PollSettings.parse({});
  const pointsPerPoll = statisticsRead(USUAL_RESOURCES) * MINUTES_READ;
  const servicesOf = (pollsPerSecond: number) => pollsPerSecond * incidentSeconds;
  const figure = (name: string, value: number): Figure => ({
    name,
    value,
    unit: 'services each minute',
    aim: 'over 10,000',
  });
  return [
    {
      name: 'standing, whatever is watched',
      value: estimateCost(standingUsage()).dollars,
      unit: '$/month',
      aim: '-',
    },
    figure('limit: calls of GetMetricData', servicesOf(METRIC_CALLS_PER_SECOND * servicesPerShard)),
    figure('limit: datapoints of GetMetricData', servicesOf(DATAPOINTS_PER_SECOND / pointsPerPoll)),
    figure('limit: concurrent executions of Lambda', servicesOf(CONCURRENCY / WAITING_SECONDS)),
    {
      name: 'limit: recoveries begun by Step Functions',
      value: STARTS_PER_SECOND * 60,
      unit: 'recoveries/min',
      aim: 'over 100',
    },
  ];
}
