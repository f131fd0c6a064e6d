// What people say of an incident after the fact (B8): the label that models are compared by, and that the tolerance of a
// service's indicator follows.

import * as z from 'zod/mini';
import { IncidentId, Instant, ServiceId } from '#domain/ids.ts';
import { IndicatorName } from '#domain/signal/indicator.ts';

/** `wrong-cause`: there was trouble, but the diagnosis named the wrong reason. */
export const FeedbackVerdict = z.enum(['useful', 'false-alarm', 'wrong-cause']);
export type FeedbackVerdict = z.infer<typeof FeedbackVerdict>;

/** The last word of people on one incident; a later one takes its place. */
export const Feedback = z.readonly(
  z.object({
    incidentId: IncidentId,
    verdict: FeedbackVerdict,
    by: z.string(),
    at: Instant,
    /** The service that it began on and the indicator that led it: what the same trouble is known by again. */
    serviceId: ServiceId,
    indicator: z.optional(IndicatorName),
    note: z.optional(z.string()),
  }),
);
export type Feedback = z.infer<typeof Feedback>;
