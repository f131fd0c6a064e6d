// The health of one service at one tick: measured values, a score, and a graded state in place of up or down.

import * as z from 'zod/mini';
import { Instant, ServiceId } from '#domain/ids.ts';
import { IndicatorValues } from '#domain/signal/indicator.ts';

/** `unknown`: data missing or stale. It is neither healthy nor ill, and forbids acting (I10). */
export const HealthState = z.enum(['healthy', 'degraded', 'unhealthy', 'critical', 'unknown']);
export type HealthState = z.infer<typeof HealthState>;

/** AdvancedHealthMetrics (M22): eleven measured fields and the verdict on them. Absent values are unknown. */
export const HealthRecord = z.readonly(
  z.object({
    serviceId: ServiceId,
    /** Start of the minute the values belong to. */
    at: Instant,
    /** Seconds. */
    latencyP50: z.optional(z.number()),
    latencyP90: z.optional(z.number()),
    latencyP95: z.optional(z.number()),
    latencyP99: z.optional(z.number()),
    latencyP999: z.optional(z.number()),
    /** Share of requests that failed, 0 to 1. */
    errorShare: z.optional(z.number()),
    /** Change of the error share per hour over the last window. */
    errorTrendPerHour: z.optional(z.number()),
    /** Percent. */
    cpu: z.optional(z.number()),
    memory: z.optional(z.number()),
    /** Open database connections. */
    connections: z.optional(z.number()),
    /** Requests per second. */
    throughput: z.optional(z.number()),

    /** 0 (down) to 1 (as usual); absent when unknown. */
    score: z.optional(z.number()),
    /** Change of the score per hour, Theil-Sen over the last half hour. */
    scoreTrendPerHour: z.optional(z.number()),
    /** The score falls faster than this service's usually does: still well perhaps, and worth a look (M37). */
    isSliding: z.optional(z.boolean()),
    state: HealthState,
    /** Consecutive minutes in which the service failed its checks (M28). */
    consecutiveFailures: z.int(),
    /** When a limit will be crossed if the present trend goes on (M27). */
    predictedFailureAt: z.optional(Instant),
    /** The part of the baseline that has been learned, 0 to 1 (M30). */
    baselineProgress: z.number(),
    indicators: IndicatorValues,
  }),
);
export type HealthRecord = z.infer<typeof HealthRecord>;
