// An incident is a group of anomalies treated as one problem. Its states and the moves between them are in lifecycle.ts.

import * as z from 'zod/mini';
import { Evidence } from '#domain/anomaly/anomaly.ts';
import { ForeseenSpike } from '#domain/demand/foreseen-spike.ts';
import { AnomalyId, ExecutionId, IncidentId, Instant, ServiceId } from '#domain/ids.ts';
import { Severity } from '#domain/incident/severity-scale.ts';
import { StrategyName } from '#domain/plan/plan.ts';

export const IncidentState = z.enum([
  'open',
  'diagnosed',
  'planned',
  'awaiting-approval',
  'remediating',
  'verifying',
  'resolved',
  'rolled-back',
  'escalated',
  'suppressed',
]);
export type IncidentState = z.infer<typeof IncidentState>;

/** The four ends; every execution reaches exactly one (I6). */
export const IncidentEnd = z.enum(['resolved', 'rolled-back', 'escalated', 'suppressed']);
export type IncidentEnd = z.infer<typeof IncidentEnd>;

export { Severity };

export const Incident = z.readonly(
  z.object({
    incidentId: IncidentId,
    /** Grows with every write; a writer that read an older one is refused. */
    version: z.int(),
    state: IncidentState,
    severity: Severity,
    title: z.string(),
    /** The service it began on. */
    serviceId: ServiceId,
    /** All services that show it, in the order they joined. */
    serviceIds: z.readonly(z.array(ServiceId)),
    anomalyIds: z.readonly(z.array(AnomalyId)),
    /** What was seen on each service when it joined. */
    evidence: z.record(z.string(), z.readonly(z.array(Evidence))),
    /** Asked for by a person (who) rather than found. */
    requestedBy: z.optional(z.string()),
    /** The strategy that person asked for; absent when the choice is left to the plan. */
    requestedStrategy: z.optional(StrategyName),
    /** The spike that capacity was asked for ahead of: then the forecaster asked, and nothing is ill yet. */
    foreseen: z.optional(ForeseenSpike),
    onsetAt: Instant,
    openedAt: Instant,
    lastAnomalyAt: Instant,
    closedAt: z.optional(Instant),
    executionId: ExecutionId,
    /** Any of its anomalies was judged without the model: nothing automatic follows (M40). */
    isFallback: z.boolean(),
    /** Why it ended as it did, in a sentence. */
    closing: z.optional(z.string()),
  }),
);
export type Incident = z.infer<typeof Incident>;

/** One line of an incident's timeline. */
export const TimelineEntry = z.readonly(
  z.object({
    incidentId: IncidentId,
    at: Instant,
    /** Stable event name, from contracts/log-events.ts. */
    event: z.string(),
    summary: z.string(),
    detail: z.optional(z.record(z.string(), z.unknown())),
  }),
);
export type TimelineEntry = z.infer<typeof TimelineEntry>;
