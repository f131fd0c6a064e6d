// An anomaly is one minute of one service judged abnormal, with the evidence of each indicator and detector.

import * as z from 'zod/mini';
import { AnomalyId, Instant, ServiceId } from '#domain/ids.ts';
import { Severity } from '#domain/incident/severity-scale.ts';
import { IndicatorName } from '#domain/signal/indicator.ts';

/**
 * `threshold`: adaptive limits; `model`: the scoring model; `failure`: the consecutive-failure rule; `trend`: a limit ahead
 * by a steady rise; `prediction`: a limit ahead by the failure model; `rule`: a rule of the owner's; `pattern`: what has
 * come before it of late, which adds evidence and opens nothing.
 */
export const DetectorName = z.enum([
  'threshold',
  'model',
  'failure',
  'trend',
  'prediction',
  'rule',
  'pattern',
]);
export type DetectorName = z.infer<typeof DetectorName>;

/** A rule of the owner's that was broken. */
export const BrokenRule = z.readonly(
  z.object({
    name: z.string(),
    direction: z.enum(['above', 'below']),
    /** In the unit of the indicator. */
    limit: z.number(),
    /** What the owner holds an incident of it to be at least. */
    severity: z.optional(Severity),
  }),
);
export type BrokenRule = z.infer<typeof BrokenRule>;

/** What was seen before, and is known to be followed by this. */
export const Forerunner = z.readonly(
  z.object({
    serviceId: ServiceId,
    indicator: IndicatorName,
    minutesBefore: z.number(),
    /** As a rule; in this share of the times, of so many that were seen. */
    usualMinutes: z.number(),
    confidence: z.number(),
    support: z.int(),
  }),
);
export type Forerunner = z.infer<typeof Forerunner>;

/** How rare a value is among what its series remembers. */
export const Rarity = z.readonly(
  z.object({
    /** What it was compared with: the furthest value of each hour, or each minute. */
    span: z.enum(['hours', 'minutes']),
    seen: z.int(),
    /** How many of them were as far off. */
    asFar: z.int(),
    words: z.string(),
  }),
);
export type Rarity = z.infer<typeof Rarity>;

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
    /** The owner's rules that were broken; absent when none was. */
    rules: z.optional(z.readonly(z.array(BrokenRule))),
    /** The beginnings of known sequences that came before it; absent when there were none. */
    forerunners: z.optional(z.readonly(z.array(Forerunner))),
    /** Absent while too little was seen to say. */
    rarity: z.optional(Rarity),
    /** How odd all indicators of the service were together, in times of usual; absent where they were not. */
    company: z.optional(z.readonly(z.object({ times: z.number(), words: z.string() }))),
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

/** Whether an indicator heads for its limit: felt by nobody yet, and worth an incident all the same (M50). */
export function headsForLimit({ detectors }: Pick<Evidence, 'detectors'>): boolean {
  return detectors.includes('trend') || detectors.includes('prediction');
}
