// The life of a model: which versions of it are known, which of them decides (champion), which is tried beside it in
// shadow (challenger), and what was found of it on the user's own incidents. One record for each model name.

import * as z from 'zod/mini';
import { Instant } from '#domain/ids.ts';
import { TrialStanding } from '#domain/model/trial-rule.ts';

/**
 * Figures that a model was measured by at training, on series it had not seen; each kind of model has its own.
 * `average-precision`: of failures within half an hour. `crps-ratio`: error of the quantiles in errors of the seasonal
 * naive forecast. `top-1`: the true cause, or the true failure type, named first. `specificity`: normal life told to have
 * no cause. `macro-f1`: mean over the classes.
 */
export const QualityFigure = z.enum([
  'event-f1',
  'vus-pr',
  'calibration-error',
  'average-precision',
  'crps-ratio',
  'top-1',
  'specificity',
  'macro-f1',
]);
export type QualityFigure = z.infer<typeof QualityFigure>;

/** What is known of it; a figure that nobody measured is absent. */
export const ModelQuality = z.partialRecord(QualityFigure, z.number());
export type ModelQuality = z.infer<typeof ModelQuality>;

/** Whether two files say the same of themselves, or one file was measured anew. */
export function isSameQuality(one: ModelQuality, other: ModelQuality): boolean {
  return QualityFigure.options.every((figure) => one[figure] === other[figure]);
}

/**
 * `admitted`: passed the quality gate, but nothing that happens here tells how right models of its kind are, so they are not
 * compared in shadow: it decides nothing until a person puts it in the champion's place and starts anew. `refused`: did not pass; it never judges anything, not even in shadow.
 */
export const ModelRole = z.enum(['champion', 'challenger', 'admitted', 'retired', 'refused']);
export type ModelRole = z.infer<typeof ModelRole>;

/** One file of a model, by its hash. */
export const ModelVersion = z.readonly(
  z.object({
    /** SHA-256 of the model file. */
    hash: z.string(),
    /** SHA-256 of the feature list that it was trained on. */
    featureHash: z.string(),
    quality: ModelQuality,
    role: ModelRole,
    /** Since when, by whom and why it has this role. */
    since: Instant,
    by: z.string(),
    reason: z.string(),
  }),
);
export type ModelVersion = z.infer<typeof ModelVersion>;

/** How far what a model says now has moved from what it said at first, or from what came true. */
export const DriftGrade = z.enum(['none', 'watch', 'drifted']);
export type DriftGrade = z.infer<typeof DriftGrade>;

export const Drift = z.readonly(
  z.object({
    grade: DriftGrade,
    /** Population stability index of the probabilities; absent while too little was seen. */
    stabilityIndex: z.optional(z.number()),
    /**
     * What it expected on average, and the share that came true: of the labelled incidents that it had a part in, of the days
     * on which it warned of failures, or of the values within its 80 % interval.
     */
    expected: z.optional(z.number()),
    confirmed: z.optional(z.number()),
    /** One sentence for people. */
    summary: z.string(),
  }),
);
export type Drift = z.infer<typeof Drift>;

/** Whether to train again, and why (M106). */
export const RetrainDecision = z.readonly(
  z.object({
    at: Instant,
    isDue: z.boolean(),
    reason: z.enum(['drift', 'new-labels', 'trial-runs', 'not-needed']),
    summary: z.string(),
    /** When a training was last asked for; absent before, and where none is asked for by itself. */
    askedAt: z.optional(Instant),
  }),
);
export type RetrainDecision = z.infer<typeof RetrainDecision>;

/** How right a model was in one month (K18). */
export const MonthlyAccuracy = z.readonly(
  z.object({
    /** `2026-11`, in UTC. */
    month: z.string(),
    /** Labelled incidents that it had a part in, and those of them that were trouble. */
    labelled: z.int(),
    confirmed: z.int(),
    /** Mean squared distance between what it said and what it was, 0 (always right) to 1. */
    brier: z.number(),
  }),
);
export type MonthlyAccuracy = z.infer<typeof MonthlyAccuracy>;

export const ModelRecord = z.readonly(
  z.object({
    name: z.string(),
    /** False where versions are not compared in shadow: nothing here tells how right models of its kind are. */
    isTried: z.optional(z.boolean()),
    /** Grows with every write; a writer that read an older one is refused, so two promoters cannot both win. */
    version: z.int(),
    /** Newest first; exactly one champion, at most one challenger. */
    versions: z.readonly(z.array(ModelVersion)),
    /** Who decides again when the champion is taken back. */
    formerChampion: z.optional(z.string()),
    /** The last time it was looked at by the clock. */
    reviewedAt: z.optional(Instant),
    /** What is found of the champion and of the trial; forgotten when another version decides. */
    drift: z.optional(Drift),
    trial: z.optional(TrialStanding),
    retraining: z.optional(RetrainDecision),
    /** Oldest first. */
    accuracy: z.readonly(z.array(MonthlyAccuracy)),
  }),
);
export type ModelRecord = z.infer<typeof ModelRecord>;

/** The version that decides. */
export function championOf({ versions }: ModelRecord): ModelVersion | undefined {
  return versions.find(({ role }) => role === 'champion');
}

/** The version that is tried in shadow. */
export function challengerOf({ versions }: ModelRecord): ModelVersion | undefined {
  return versions.find(({ role }) => role === 'challenger');
}

/** The version with a hash, whatever its role. */
export function findVersion({ versions }: ModelRecord, hash: string): ModelVersion | undefined {
  return versions.find((version) => version.hash === hash);
}
