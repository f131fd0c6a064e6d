// What finally happened to a recovery: the label that choice and autonomy learn from.

import * as z from 'zod/mini';
import { FailureType } from '#domain/diagnosis/failure-type.ts';
import { ExecutionId, IncidentId, Instant, ServiceId } from '#domain/ids.ts';
import { IncidentEnd } from '#domain/incident/incident.ts';
import { StrategyName } from '#domain/plan/plan.ts';

/** How one attempt of a recovery went. */
export const AttemptResult = z.enum([
  'recovered',
  'not-recovered',
  'worse',
  'blind',
  'refused',
  'denied',
  'expired',
]);
export type AttemptResult = z.infer<typeof AttemptResult>;

export const Attempt = z.readonly(
  z.object({ strategy: StrategyName, failureType: FailureType, result: AttemptResult, mutated: z.boolean() }),
);
export type Attempt = z.infer<typeof Attempt>;

export const Outcome = z.readonly(
  z.object({
    incidentId: IncidentId,
    executionId: ExecutionId,
    serviceId: ServiceId,
    end: IncidentEnd,
    /** By which route it came to that end: a code of `incident/closing.ts`; absent in outcomes of earlier versions. */
    reason: z.optional(z.string()),
    attempts: z.readonly(z.array(Attempt)),
    /** From onset to detection and to the end, seconds. */
    detectSeconds: z.number(),
    totalSeconds: z.number(),
    at: Instant,
  }),
);
export type Outcome = z.infer<typeof Outcome>;

/** Verified successes and failures of a strategy against a failure type. */
export const TrackRecord = z.readonly(
  z.object({ strategy: StrategyName, failureType: FailureType, successes: z.int(), failures: z.int() }),
);
export type TrackRecord = z.infer<typeof TrackRecord>;
