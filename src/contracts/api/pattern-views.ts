// What the API tells of patterns: what was found at the last search, and how services moved together since a day.

import * as z from 'zod/mini';
import { Instant } from '#domain/ids.ts';
import { CorrelationWindow, PatternReport } from '#domain/pattern/pattern.ts';

export const PatternsAnswer = z.object({
  now: Instant,
  /** Absent before the first search. */
  report: z.optional(PatternReport),
  /** The newest; absent before the first hours are whole. */
  correlations: z.optional(CorrelationWindow),
});
export type PatternsAnswer = z.infer<typeof PatternsAnswer>;
