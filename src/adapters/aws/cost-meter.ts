// Counts the calls to AWS as they leave, and what of them is billed: so that the cost of a run of the loop is measured,
// not guessed.

import { addUsage, type Usage } from '#domain/cost/estimate.ts';
import type { CostItem } from '#domain/cost/price-table.ts';
import type { CallMeter } from './clients.ts';

export interface CostMeter extends CallMeter {
  /** Calls so far by `<service> <operation>`, such as `DynamoDB PutItem`; retries count. */
  calls(): Readonly<Record<string, number>>;
  /**
   * What was used so far. Table units are counted as one per item touched, which holds for items up to 1 KB written
   * and 4 KB read; other calls are free or not priced.
   */
  usage(): Usage;
}

/** GetMetricData bills up to this many statistics of one metric in one call as one metric. */
const STATISTICS_PER_METRIC = 5;
/** A transaction writes, and is billed, twice. */
const TRANSACTION_FACTOR = 2;

type Input = Readonly<Record<string, unknown>>;

interface Billing {
  readonly item: CostItem;
  /** Units of one call, by what it was given. */
  readonly unitsOf: (input: Input) => number;
}

const once = () => 1;

/** How each priced call is billed; other calls are only counted. */
const BILLING: Readonly<Record<string, Billing>> = {
  'CloudWatch GetMetricData': { item: 'metrics-read', unitsOf: countMetrics },
  'DynamoDB PutItem': { item: 'table-writes', unitsOf: once },
  'DynamoDB UpdateItem': { item: 'table-writes', unitsOf: once },
  'DynamoDB DeleteItem': { item: 'table-writes', unitsOf: once },
  'DynamoDB TransactWriteItems': {
    item: 'table-writes',
    unitsOf: (input) => TRANSACTION_FACTOR * lengthOf(input['TransactItems']),
  },
  'DynamoDB GetItem': { item: 'table-reads', unitsOf: once },
  'DynamoDB BatchGetItem': { item: 'table-reads', unitsOf: countKeys },
  'DynamoDB Query': { item: 'table-reads', unitsOf: once },
  'SQS SendMessage': { item: 'queue-requests', unitsOf: once },
  'SQS SendMessageBatch': { item: 'queue-requests', unitsOf: once },
  'EventBridge PutEvents': { item: 'events-put', unitsOf: (input) => lengthOf(input['Entries']) },
  'SNS Publish': { item: 'pages-sent', unitsOf: once },
  'SSM GetParameter': { item: 'parameter-calls', unitsOf: once },
  'SSM PutParameter': { item: 'parameter-calls', unitsOf: once },
};

/** A meter at zero. */
export function makeCostMeter(): CostMeter {
  const calls = new Map<string, number>();
  let usage: Usage = {};
  return {
    count(service, operation, input) {
      const call = `${service} ${operation}`;
      calls.set(call, (calls.get(call) ?? 0) + 1);
      const billing = BILLING[call];
      if (billing) usage = addUsage(usage, { [billing.item]: billing.unitsOf(input as Input) });
    },
    calls: () => Object.fromEntries(calls),
    usage: () => usage,
  };
}

function lengthOf(list: unknown): number {
  return Array.isArray(list) ? list.length : 0;
}

/** Items asked for, of all tables of the call. */
function countKeys(input: Input): number {
  let keys = 0;
  for (const request of Object.values((input['RequestItems'] ?? {}) as Input)) {
    keys += lengthOf((request as Input)['Keys']);
  }
  return keys;
}

interface DataQuery {
  readonly MetricStat?: { readonly Metric?: unknown };
}

/** Metrics asked for, each with up to five statistics; a metric is told apart by namespace, name and dimensions. */
function countMetrics(input: Input): number {
  const queries = (input['MetricDataQueries'] ?? []) as readonly DataQuery[];
  const statistics = new Map<string, number>();
  for (const { MetricStat } of queries) {
    const metric = JSON.stringify(MetricStat?.Metric);
    statistics.set(metric, (statistics.get(metric) ?? 0) + 1);
  }
  let metrics = 0;
  for (const count of statistics.values()) metrics += Math.ceil(count / STATISTICS_PER_METRIC);
  return metrics;
}
