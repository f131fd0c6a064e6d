// A signal is one observed quantity of one resource, named by its meaning and read as a CloudWatch metric. Everything
// after the collector speaks of signals; the metric behind each is in domain/signal/metric-catalogue.ts.

import * as z from 'zod/mini';
import { Instant, ResourceId } from '#domain/ids.ts';

export const SignalName = z.enum([
  'request-count',
  'error-count',
  'latency-p50',
  'latency-p90',
  'latency-p95',
  'latency-p99',
  'latency-p999',
  'healthy-targets',
  'unhealthy-targets',
  'cpu',
  'memory',
  'running-tasks',
  'connections',
  'queue-depth',
  'queue-age',
  'queue-sent',
  'queue-deleted',
  'value',
]);
export type SignalName = z.infer<typeof SignalName>;

/** One metric as CloudWatch addresses it. */
export const MetricQuery = z.readonly(
  z.object({
    resourceId: ResourceId,
    signal: SignalName,
    namespace: z.string(),
    metricName: z.string(),
    dimensions: z.record(z.string(), z.string()),
    /** `Sum`, `Average`, `Maximum` or a percentile such as `p99`. */
    statistic: z.string(),
    periodSeconds: z.int(),
    /** What a published value is multiplied by to be in the unit of the signal; 1 when absent. */
    scale: z.optional(z.number()),
  }),
);
export type MetricQuery = z.infer<typeof MetricQuery>;

/** One published value; `at` is the start of its period, as in CloudWatch. A missing period has no point. */
export const MetricPoint = z.readonly(z.object({ at: Instant, value: z.number() }));
export type MetricPoint = z.infer<typeof MetricPoint>;

/** The answer to one query: the points that could be read, oldest first. */
export interface MetricSeries {
  readonly query: MetricQuery;
  readonly points: readonly MetricPoint[];
}
