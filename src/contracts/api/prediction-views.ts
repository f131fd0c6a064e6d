// What the API tells about failures ahead, and about how earlier predictions turned out.

import * as z from 'zod/mini';
import { LikeIncident } from '#domain/failure/outlook.ts';
import { FailurePrediction } from '#domain/failure/predict-failure.ts';
import { WarningGrade } from '#domain/failure/warning.ts';
import { Instant, ServiceId } from '#domain/ids.ts';
import { IndicatorName } from '#domain/signal/indicator.ts';

/** What is said of one indicator that has a limit. */
const IndicatorAhead = z.object({
  indicator: IndicatorName,
  value: z.number(),
  limit: z.number(),
  /** A limit that is presumed may warn; nothing follows from it. */
  isLimitKnown: z.boolean(),
  /** Chances of reaching the limit within 5, 15, 30 and 60 minutes. */
  within: FailurePrediction.def.innerType.shape.within,
  /** When half of the chance is used up, and between which moments 80 % of it lie; absent when none is in sight. */
  failureAt: z.optional(Instant),
  earliestAt: z.optional(Instant),
  latestAt: z.optional(Instant),
});

export const OutlookView = z.object({
  /** When it was looked ahead. */
  at: Instant,
  grade: WarningGrade,
  since: Instant,
  /** The model that answered; absent when the history of each metric spoke alone. */
  modelHash: z.optional(z.string()),
  /** The likeliest to fail first. */
  indicators: z.array(IndicatorAhead),
  /** The last hour looks like the one before this incident. */
  precursor: z.optional(LikeIncident),
});
export type OutlookView = z.infer<typeof OutlookView>;

const share = z.optional(z.number());

export const PredictionsAnswer = z.object({
  now: Instant,
  from: Instant,
  /** Services of which a failure is warned, the worst first. */
  warnings: z.array(z.object({ serviceId: ServiceId, outlook: OutlookView })),
  /** Predictions whose hour is over. */
  scored: z.int(),
  verdicts: z.object({
    hit: z.int(),
    miss: z.int(),
    'false-warning': z.int(),
    /** Warned of, and changed by somebody before it came. */
    averted: z.int(),
    calm: z.int(),
  }),
  /** Of the warnings that nobody acted on, the share that was right; of the crossings, the share that was warned of. */
  precision: share,
  recall: share,
  /** Half of the right warnings came at least so many minutes ahead, and such a share of them 15 minutes or more. */
  leadMinutes: z.optional(z.number()),
  earlyShare: share,
  /** How often the crossing came within the 80 % interval. */
  intervalShare: share,
  /** Of chances within half an hour, by tenths: what was said on average, and how often it happened. */
  calibration: z.readonly(
    z.array(z.object({ from: z.number(), count: z.int(), said: share, happened: share })),
  ),
});
export type PredictionsAnswer = z.infer<typeof PredictionsAnswer>;
