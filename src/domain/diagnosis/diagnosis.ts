// A diagnosis is a ranked list of hypotheses, or the admission that a person has to look.

import * as z from 'zod/mini';
import { ChangeId, IncidentId, Instant, ServiceId } from '#domain/ids.ts';

export const FailureType = z.enum([
  'bad-deployment',
  'bad-configuration',
  'capacity-shortage',
  'memory-leak',
  'connection-leak',
  'bad-task',
  'slow-dependency',
  'retry-storm',
  'consumer-backlog',
  'dependency-down',
  'unexplained',
]);
export type FailureType = z.infer<typeof FailureType>;

export const Hypothesis = z.readonly(
  z.object({
    failureType: FailureType,
    /** Where the cause is believed to be; not always where it hurts. */
    serviceId: ServiceId,
    /** 0 to 1. */
    confidence: z.number(),
    /** The path through the decision tree: each question with its answer. */
    path: z.readonly(z.array(z.string())),
    changeIds: z.readonly(z.array(ChangeId)),
  }),
);
export type Hypothesis = z.infer<typeof Hypothesis>;

/** What the incident does to users and to whom it may spread (M67). */
export const Impact = z.readonly(
  z.object({
    /** Services that call the ill one, directly or not. */
    downstream: z.readonly(z.array(ServiceId)),
    /** Share of the fleet's requests that pass through it, 0 to 1. */
    trafficShare: z.number(),
    /** Share of its requests that fail now; absent when unknown. */
    errorShare: z.optional(z.number()),
  }),
);
export type Impact = z.infer<typeof Impact>;

export const Diagnosis = z.readonly(
  z.object({
    incidentId: IncidentId,
    at: Instant,
    outcome: z.enum(['diagnosed', 'review-by-person', 'recovered-by-itself']),
    /** Best first. */
    hypotheses: z.readonly(z.array(Hypothesis)),
    impact: Impact,
    summary: z.string(),
  }),
);
export type Diagnosis = z.infer<typeof Diagnosis>;
