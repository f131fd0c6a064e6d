// The nouns of risk: what could go wrong with a plan, computed from live facts, as a sentence and a tier (X13).

import * as z from 'zod/mini';

export const RiskTier = z.enum(['low', 'medium', 'high']);
export type RiskTier = z.infer<typeof RiskTier>;

export const Risk = z.readonly(
  z.object({
    tier: RiskTier,
    /** 0 to 1; grows with blast radius, irreversibility, duration and doubt. */
    score: z.number(),
    /** One sentence an approver can decide by. */
    sentence: z.string(),
    /** Each part of the score by name. */
    parts: z.record(z.string(), z.number()),
  }),
);
export type Risk = z.infer<typeof Risk>;
