// What the services that Fleetmedic stands on are billed by, and what a unit costs: the base of every statement about
// its own cost. List prices without free tiers, reserved capacity or taxes.

/** The month in which the prices below were taken over, and the Region they hold for. */
export const PRICES_AS_OF = { month: '2026-11', region: 'us-east-1' } as const;

interface Price {
  readonly item: string;
  /** What is counted, for people. */
  readonly unit: string;
  /** US dollars per unit. */
  readonly dollars: number;
}

const PER_THOUSAND = 1e-3;
const PER_MILLION = 1e-6;

/** The price of one unit of each item, each item once. */
export const PRICES = [
  // aws.amazon.com/cloudwatch/pricing, "API": $0.01 per 1,000 metrics requested with GetMetricData.
  { item: 'metrics-read', unit: 'metrics', dollars: 0.01 * PER_THOUSAND },
  // aws.amazon.com/cloudwatch/pricing, "Logs", standard class: $0.50 per GB ingested.
  { item: 'logs-written', unit: 'GB', dollars: 0.5 },
  // aws.amazon.com/step-functions/pricing, standard workflows: $0.025 per 1,000 state transitions.
  { item: 'state-transitions', unit: 'transitions', dollars: 0.025 * PER_THOUSAND },
  // aws.amazon.com/lambda/pricing, Arm, first tier: $0.0000133334 per GB-second.
  { item: 'function-time', unit: 'GB-seconds', dollars: 0.0000133334 },
  // aws.amazon.com/lambda/pricing: $0.20 per million requests.
  { item: 'function-requests', unit: 'requests', dollars: 0.2 * PER_MILLION },
  // aws.amazon.com/dynamodb/pricing/on-demand: $0.625 per million write request units of 1 KB.
  { item: 'table-writes', unit: 'write units', dollars: 0.625 * PER_MILLION },
  // aws.amazon.com/dynamodb/pricing/on-demand: $0.125 per million read request units of 4 KB, read consistently.
  { item: 'table-reads', unit: 'read units', dollars: 0.125 * PER_MILLION },
  // aws.amazon.com/sqs/pricing, standard queues: $0.40 per million requests of up to 64 KB.
  { item: 'queue-requests', unit: 'requests', dollars: 0.4 * PER_MILLION },
  // aws.amazon.com/eventbridge/pricing: $1.00 per million custom events of up to 64 KB.
  { item: 'events-put', unit: 'events', dollars: 1 * PER_MILLION },
  // aws.amazon.com/sns/pricing, standard topics: $0.50 per million publishes of up to 64 KB; deliveries to e-mail extra.
  { item: 'pages-sent', unit: 'publishes', dollars: 0.5 * PER_MILLION },
  // aws.amazon.com/systems-manager/pricing, Parameter Store: standard parameters at standard throughput are free.
  { item: 'parameter-calls', unit: 'calls', dollars: 0 },
  // aws.amazon.com/api-gateway/pricing, HTTP APIs, first tier: $1.00 per million requests.
  { item: 'api-requests', unit: 'requests', dollars: 1 * PER_MILLION },
  // aws.amazon.com/cloudwatch/pricing, "Alarms", standard resolution: $0.10 per alarm metric and month.
  { item: 'alarms', unit: 'alarm months', dollars: 0.1 },
  // aws.amazon.com/cloudwatch/pricing, "Metrics", first tier: $0.30 per custom metric and month.
  { item: 'custom-metrics', unit: 'metric months', dollars: 0.3 },
  // aws.amazon.com/secrets-manager/pricing: $0.40 per secret and month.
  { item: 'secrets', unit: 'secret months', dollars: 0.4 },
  // aws.amazon.com/fargate/pricing, Linux on x86: $0.04048 per vCPU-hour, $0.004445 per GB-hour. Of watched services, not ours.
  { item: 'task-cpu', unit: 'vCPU hours', dollars: 0.04048 },
  { item: 'task-memory', unit: 'GB hours', dollars: 0.004445 },
] as const satisfies readonly Price[];

/** Something that AWS bills. */
export type CostItem = (typeof PRICES)[number]['item'];
