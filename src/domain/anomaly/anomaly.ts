// An anomaly is one minute of one service judged abnormal, with the evidence of each indicator and detector.

import * as z from 'zod/mini';
import { AnomalyId, Instant, ServiceId } from '#domain/ids.ts';
import { IndicatorName } from '#domain/signal/indicator.ts';

/** `threshold`: adaptive limits; `model`: the scoring model; `failure`: the consecutive-failure rule; `trend`: a limit ahead. */
export const DetectorName = z.enum(['threshold', 'model', 'failure', 'trend']);
export type DetectorName = z.infer<typeof DetectorName>;

/** Why one indicator is held abnormal. */
export const Evidence = z.readonly(
  z.object({
    indicator: IndicatorName,
    value: z.number(),
    /** What was expected at this time, and the band around it. */
    expected: z.number(),
    lower: z.number(),
    upper: z.number(),
    direction: z.enum(['above', 'below']),
    /** Distance from what was expected, in units of the usual spread. */
    deviation: z.number(),
    detectors: z.readonly(z.array(DetectorName)),
    /** The model's score, 0 (usual) to 1; absent when no model took part. */
    modelScore: z.optional(z.number()),
    /** The features that stand out most, with their values. */
    topFeatures: z.readonly(z.array(z.readonly(z.object({ name: z.string(), value: z.number() })))),
  }),
);
export type Evidence = z.infer<typeof Evidence>;

export const Anomaly = z.readonly(
  z.object({
    anomalyId: AnomalyId,
    serviceId: ServiceId,
    at: Instant,
    /** When the deviation began, as far as can be seen. */
    onsetAt: Instant,
    detectedAt: Instant,
    /** 0 to 1. */
    score: z.number(),
    /** Whether users of the service feel it. */
    isUserVisible: z.boolean(),
    evidence: z.readonly(z.array(Evidence)),
    /** Hash of the model that took part; absent when thresholds alone judged. */
    modelHash: z.optional(z.string()),
    /** Judged by thresholds alone because the model was missing, failing or stale: nothing automatic may follow (M40). */
    isFallback: z.boolean(),
  }),
);
export type Anomaly = z.infer<typeof Anomaly>;
