// A diagnosis is a ranked list of hypotheses, or the admission that a person has to look.

import * as z from 'zod/mini';
import { ChangeKind } from '#domain/change/change.ts';
import { FailureType } from '#domain/diagnosis/failure-type.ts';
import { PastCase } from '#domain/diagnosis/past-case.ts';
import { ShadowRanking, ShadowTypes } from '#domain/diagnosis/shadow-chances.ts';
import { ErrorFinding } from '#domain/error-class/error-finding.ts';
import { ChangeId, IncidentId, Instant, ServiceId } from '#domain/ids.ts';
import { IndicatorName } from '#domain/signal/indicator.ts';

export { FailureType };

export const Hypothesis = z.readonly(
  z.object({
    failureType: FailureType,
    /** Where the cause is believed to be; not always where it hurts. */
    serviceId: ServiceId,
    /** The service whose evidence speaks for it, where that is another: one that calls the culprit. */
    seenAt: z.optional(ServiceId),
    /** 0 to 1. */
    confidence: z.number(),
    /** The path through the decision tree: each question with its answer. */
    path: z.readonly(z.array(z.string())),
    changeIds: z.readonly(z.array(ChangeId)),
    /** It rests on a slow climb in the service itself: what moved at the onset says nothing for or against it. */
    isOwn: z.optional(z.boolean()),
    /** The tree found nothing here, and the classifier of failure types this: for people to look at; no plan rests on it. */
    isSuggested: z.optional(z.boolean()),
  }),
);
export type Hypothesis = z.infer<typeof Hypothesis>;

/** What an incident costs of the error budget of the service it began on. */
export const BudgetBurn = z.readonly(
  z.object({
    /** The objective: the share of requests that is to succeed over thirty days. */
    availability: z.number(),
    /** How many times faster than allowed requests fail now; 1 uses the budget up in exactly thirty days. */
    rate: z.number(),
    /** Part of the budget of thirty days that has gone since the onset. */
    spent: z.number(),
    words: z.string(),
  }),
);
export type BudgetBurn = z.infer<typeof BudgetBurn>;

/** What the incident does to users and to whom it may spread (M67). */
export const Impact = z.readonly(
  z.object({
    /** Services that call the ill one, directly or not. */
    downstream: z.readonly(z.array(ServiceId)),
    /** Share of the fleet's requests that pass through it, 0 to 1. */
    trafficShare: z.number(),
    /** Share of its requests that fail now; absent when unknown. */
    errorShare: z.optional(z.number()),
    /** Absent where the service has no objective, or nothing is known since the onset. */
    burn: z.optional(BudgetBurn),
  }),
);
export type Impact = z.infer<typeof Impact>;

/** One reason of a voice: an indicator that left its course at the onset. */
export const VoiceEvidence = z.readonly(
  z.object({
    /** Whose indicator it is: the suspect's own, or that of a caller that waits for it. */
    serviceId: ServiceId,
    indicator: IndicatorName,
    expected: z.number(),
    seen: z.number(),
    /** In usual steps of this indicator, signed. */
    deviation: z.number(),
    since: Instant,
  }),
);
export type VoiceEvidence = z.infer<typeof VoiceEvidence>;

export const VoicedCause = z.readonly(
  z.object({
    serviceId: ServiceId,
    /** Absent where the voice says where, and not what. */
    failureType: z.optional(FailureType),
    /** 0 to 1: confidence of the tree, probability of the ranking and of the classifier. */
    score: z.number(),
    evidence: z.readonly(z.array(VoiceEvidence)),
  }),
);
export type VoicedCause = z.infer<typeof VoicedCause>;

/** What one way of looking came to by itself, before the voices were fused. */
export const Voice = z.readonly(
  z.object({
    speaker: z.enum(['decision-tree', 'cause-ranking', 'type-classifier']),
    /** Hash of the model that spoke; absent of the tree, where first principles ranked, and where no model spoke. */
    modelHash: z.optional(z.string()),
    /** Why the model did not speak, where it should have (M40). */
    problem: z.optional(z.string()),
    /** Whether it counted: first principles are shown, and change nothing. */
    isWeighed: z.boolean(),
    outcome: z.enum(['ranked', 'no-single-cause']),
    /** When its first cause began to go wrong, as it sees it; absent where it names nothing that is measured. */
    onsetAt: z.optional(Instant),
    /** Best first, the first few. */
    causes: z.readonly(z.array(VoicedCause)),
  }),
);
export type Voice = z.infer<typeof Voice>;

/**
 * How the voices stand to each other. `abstains`: the ranking sees no single cause. `apart`: the best hypothesis rests on a
 * slow climb, which a ranking of what moved cannot see. `neither`: nobody names a cause. `tree-alone`: no model ranked.
 */
export const Accord = z.enum(['agree', 'disagree', 'abstains', 'apart', 'neither', 'tree-alone']);
export type Accord = z.infer<typeof Accord>;

/**
 * How the classifier of failure types stands to the first hypothesis. `abstains`: it sees nothing that begins in that service.
 * `suggests`: the hypothesis is its own, where the tree had none. `silent`: no model spoke, or not of that service.
 */
export const TypeAccord = z.enum(['agree', 'disagree', 'abstains', 'suggests', 'silent']);
export type TypeAccord = z.infer<typeof TypeAccord>;

export const Diagnosis = z.readonly(
  z.object({
    incidentId: IncidentId,
    at: Instant,
    outcome: z.enum(['diagnosed', 'review-by-person', 'recovered-by-itself']),
    /** Best first. */
    hypotheses: z.readonly(z.array(Hypothesis)),
    impact: Impact,
    summary: z.string(),
    /** What each way of looking said by itself; absent in records older than the second one. */
    voices: z.optional(z.readonly(z.array(Voice))),
    accord: z.optional(Accord),
    /** Absent in records older than the third way of looking. */
    typeAccord: z.optional(TypeAccord),
    /** Kinds of changes by others shortly before the onset, on the services of the incident. */
    changedBefore: z.optional(z.readonly(z.array(ChangeKind))),
    /** What error logs say since the onset, most telling first; absent when no logs are read. */
    errors: z.optional(z.readonly(z.array(ErrorFinding))),
    /** What it looks like most of all that was seen before. */
    pastCase: z.optional(PastCase),
  }),
);
export type Diagnosis = z.infer<typeof Diagnosis>;

/** A diagnosis as it is kept: with what the ranking in its trial made of the incident, which is never shown or acted upon. */
export const KeptDiagnosis = z.readonly(
  z.extend(Diagnosis.def.innerType, {
    shadow: z.optional(ShadowRanking),
    shadowTypes: z.optional(ShadowTypes),
  }),
);
export type KeptDiagnosis = z.infer<typeof KeptDiagnosis>;
