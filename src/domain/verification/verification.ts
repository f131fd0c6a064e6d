// Judging, after a soak, whether the user-visible signals came back: the condition, not the exit code (B3).

import * as z from 'zod/mini';
import { Instant, PlanId } from '#domain/ids.ts';
import { IndicatorName } from '#domain/signal/indicator.ts';

/** `blind`: the data to judge by is missing or stale. */
export const VerificationVerdict = z.enum(['recovered', 'improving', 'not-recovered', 'worse', 'blind']);
export type VerificationVerdict = z.infer<typeof VerificationVerdict>;

/** What is asked: after an act, in the hold-down, after a rollback, or while only watching. */
export const VerificationPhase = z.enum(['after-act', 'hold-down', 'after-rollback', 'watch']);
export type VerificationPhase = z.infer<typeof VerificationPhase>;

export const Verification = z.readonly(
  z.object({
    at: Instant,
    /** The plan whose effect is judged; absent while only watching. */
    planId: z.optional(PlanId),
    phase: VerificationPhase,
    verdict: VerificationVerdict,
    /** Each user-visible indicator: before the act, now, and the upper edge of its usual band. */
    readings: z.readonly(
      z.array(
        z.readonly(
          z.object({
            indicator: IndicatorName,
            before: z.optional(z.number()),
            now: z.optional(z.number()),
            limit: z.optional(z.number()),
          }),
        ),
      ),
    ),
    summary: z.string(),
  }),
);
export type Verification = z.infer<typeof Verification>;
