// The incident of the past that a new one looks like most, with what was done then and whether it worked (B9): what an
// engineer who was there would remember.

import * as z from 'zod/mini';
import { FailureType } from '#domain/diagnosis/failure-type.ts';
import { IncidentId, Instant, ServiceId } from '#domain/ids.ts';
import { IncidentEnd } from '#domain/incident/incident.ts';
import { AttemptResult } from '#domain/outcome/outcome.ts';
import { StrategyName } from '#domain/plan/plan.ts';

/** What two incidents can have in common. */
export const SharedTrait = z.enum(['service', 'kind-of-service', 'symptoms', 'cause', 'changes', 'errors']);
export type SharedTrait = z.infer<typeof SharedTrait>;

export const PastCase = z.readonly(
  z.object({
    incidentId: IncidentId,
    serviceId: ServiceId,
    onsetAt: Instant,
    /** 0 to 1. */
    similarity: z.number(),
    /** What makes them alike, most telling first. */
    shared: z.readonly(z.array(SharedTrait)),
    /** What it was held to be in the end; absent when nothing was believed of it. */
    failureType: z.optional(FailureType),
    end: IncidentEnd,
    /** The last thing that was tried, with how it went; absent when nothing was done. */
    attempt: z.optional(z.readonly(z.object({ strategy: StrategyName, result: AttemptResult }))),
    /** From onset to end. */
    totalSeconds: z.number(),
    /** What was done then, and how it ended, in words. */
    story: z.string(),
  }),
);
export type PastCase = z.infer<typeof PastCase>;
