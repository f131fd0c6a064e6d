// Which CloudWatch metric carries which signal, for each resource type: names, units and statistics are AWS's own.
// The one place where a metric name stands; the collector, the simulated fleet and the emulator publish and read by it.

import type { ResourceType } from '#domain/resource/resource.ts';
import type { SignalName } from '#domain/signal/signal.ts';

export interface MetricDefinition {
  readonly signal: SignalName;
  readonly namespace: string;
  readonly metricName: string;
  readonly statistic: string;
  readonly unit: 'Count' | 'Seconds' | 'Milliseconds' | 'Percent';
  /** What a published value is multiplied by to be in the unit of the signal: latency is seconds everywhere. 1 when absent. */
  readonly scale?: number;
  /**
   * What an absent point means. `zero`: CloudWatch publishes nothing when nothing happened (sparse counters);
   * `missing`: the value is unknown.
   */
  readonly whenAbsent: 'zero' | 'missing';
}

const LOAD_BALANCER = 'AWS/ApplicationELB';
const ECS = 'AWS/ECS';
const FUNCTION = 'AWS/Lambda';
const QUEUE = 'AWS/SQS';
const DATABASE = 'AWS/RDS';
/** What `medic replay` reads from a recording; no such metrics are published anywhere. */
const RECORDING = 'Fleetmedic/Recording';

function latency(signal: SignalName, statistic: string): MetricDefinition {
  return {
    signal,
    namespace: LOAD_BALANCER,
    metricName: 'TargetResponseTime',
    statistic,
    unit: 'Seconds',
    whenAbsent: 'missing',
  };
}

/** Lambda tells the time a call took in milliseconds. */
function duration(signal: SignalName, statistic: string): MetricDefinition {
  return {
    signal,
    namespace: FUNCTION,
    metricName: 'Duration',
    statistic,
    unit: 'Milliseconds',
    scale: 0.001,
    whenAbsent: 'missing',
  };
}

function recordedLatency(signal: SignalName, statistic: string): MetricDefinition {
  return { ...latency(signal, statistic), namespace: RECORDING, metricName: 'Latency' };
}

/** The metrics read for each resource type; types without an entry are known but not measured. */
export const METRIC_CATALOGUE: Readonly<Partial<Record<ResourceType, readonly MetricDefinition[]>>> = {
  'target-group': [
    {
      signal: 'request-count',
      namespace: LOAD_BALANCER,
      metricName: 'RequestCount',
      statistic: 'Sum',
      unit: 'Count',
      whenAbsent: 'missing',
    },
    {
      signal: 'error-count',
      namespace: LOAD_BALANCER,
      metricName: 'HTTPCode_Target_5XX_Count',
      statistic: 'Sum',
      unit: 'Count',
      whenAbsent: 'zero',
    },
    latency('latency-p50', 'p50'),
    latency('latency-p90', 'p90'),
    latency('latency-p95', 'p95'),
    latency('latency-p99', 'p99'),
    latency('latency-p999', 'p99.9'),
    {
      signal: 'healthy-targets',
      namespace: LOAD_BALANCER,
      metricName: 'HealthyHostCount',
      statistic: 'Minimum',
      unit: 'Count',
      whenAbsent: 'missing',
    },
    {
      signal: 'unhealthy-targets',
      namespace: LOAD_BALANCER,
      metricName: 'UnHealthyHostCount',
      statistic: 'Maximum',
      unit: 'Count',
      whenAbsent: 'missing',
    },
  ],
  'ecs-service': [
    {
      signal: 'cpu',
      namespace: ECS,
      metricName: 'CPUUtilization',
      statistic: 'Average',
      unit: 'Percent',
      whenAbsent: 'missing',
    },
    {
      signal: 'memory',
      namespace: ECS,
      metricName: 'MemoryUtilization',
      statistic: 'Maximum',
      unit: 'Percent',
      whenAbsent: 'missing',
    },
    {
      signal: 'running-tasks',
      namespace: 'ECS/ContainerInsights',
      metricName: 'RunningTaskCount',
      statistic: 'Average',
      unit: 'Count',
      whenAbsent: 'missing',
    },
  ],
  'lambda-alias': [
    {
      signal: 'request-count',
      namespace: FUNCTION,
      metricName: 'Invocations',
      statistic: 'Sum',
      unit: 'Count',
      whenAbsent: 'missing',
    },
    {
      signal: 'error-count',
      namespace: FUNCTION,
      metricName: 'Errors',
      statistic: 'Sum',
      unit: 'Count',
      whenAbsent: 'zero',
    },
    duration('latency-p50', 'p50'),
    duration('latency-p90', 'p90'),
    duration('latency-p95', 'p95'),
    duration('latency-p99', 'p99'),
    duration('latency-p999', 'p99.9'),
  ],
  'rds-instance': [
    {
      signal: 'connections',
      namespace: DATABASE,
      metricName: 'DatabaseConnections',
      statistic: 'Maximum',
      unit: 'Count',
      whenAbsent: 'missing',
    },
    {
      signal: 'cpu',
      namespace: DATABASE,
      metricName: 'CPUUtilization',
      statistic: 'Average',
      unit: 'Percent',
      whenAbsent: 'missing',
    },
  ],
  'sqs-queue': [
    {
      signal: 'queue-depth',
      namespace: QUEUE,
      metricName: 'ApproximateNumberOfMessagesVisible',
      statistic: 'Maximum',
      unit: 'Count',
      whenAbsent: 'missing',
    },
    {
      signal: 'queue-age',
      namespace: QUEUE,
      metricName: 'ApproximateAgeOfOldestMessage',
      statistic: 'Maximum',
      unit: 'Seconds',
      whenAbsent: 'missing',
    },
    {
      signal: 'queue-sent',
      namespace: QUEUE,
      metricName: 'NumberOfMessagesSent',
      statistic: 'Sum',
      unit: 'Count',
      whenAbsent: 'missing',
    },
    {
      signal: 'queue-deleted',
      namespace: QUEUE,
      metricName: 'NumberOfMessagesDeleted',
      statistic: 'Sum',
      unit: 'Count',
      whenAbsent: 'missing',
    },
  ],
  'recorded-component': [
    {
      signal: 'request-count',
      namespace: RECORDING,
      metricName: 'Requests',
      statistic: 'Sum',
      unit: 'Count',
      whenAbsent: 'missing',
    },
    {
      signal: 'error-count',
      namespace: RECORDING,
      metricName: 'Errors',
      statistic: 'Sum',
      unit: 'Count',
      whenAbsent: 'zero',
    },
    recordedLatency('latency-p50', 'p50'),
    recordedLatency('latency-p90', 'p90'),
    recordedLatency('latency-p95', 'p95'),
    recordedLatency('latency-p99', 'p99'),
  ],
  'recorded-series': [
    {
      signal: 'value',
      namespace: RECORDING,
      metricName: 'Value',
      statistic: 'Average',
      unit: 'Count',
      whenAbsent: 'missing',
    },
  ],
};
