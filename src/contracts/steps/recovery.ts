// What the recovery state machine hands to each of its steps and gets back; both ends are validated. Each output has an
// `outcome` for the Choice that follows, computed by the step: the machine only routes.

import * as z from 'zod/mini';
import { ApprovalId, ExecutionId, IncidentId, PlanId } from '#domain/ids.ts';
import { IncidentEnd } from '#domain/incident/incident.ts';
import { StrategyName } from '#domain/plan/plan.ts';

const attempt = z.int().check(z.minimum(1), z.maximum(3));
const wholeSeconds = z.int().check(z.minimum(0));

export const DiagnoseInput = z.object({ executionId: ExecutionId, incidentId: IncidentId });
export type DiagnoseInput = z.infer<typeof DiagnoseInput>;
export const DiagnoseOutput = z.object({
  outcome: z.enum(['diagnosed', 'review-by-person', 'recovered-by-itself']),
});
export type DiagnoseOutput = z.infer<typeof DiagnoseOutput>;

export const PlanInput = z.object({
  executionId: ExecutionId,
  incidentId: IncidentId,
  attempt,
  revision: z.int(),
});
export type PlanInput = z.infer<typeof PlanInput>;
/** `needs-approval` and `ready` carry a plan; `watch-only`: the mode forbids acting, the plan is shown only. */
export const PlanOutput = z.object({
  outcome: z.enum([
    'ready',
    'needs-approval',
    'watch-only',
    'no-safe-action',
    'recovered-by-itself',
    'look-again',
  ]),
  planId: z.optional(PlanId),
  /** Names the functions that may carry the plan out. */
  strategy: z.optional(StrategyName),
  actionCount: z.int(),
  waitSeconds: wholeSeconds,
});
export type PlanOutput = z.infer<typeof PlanOutput>;

export const RequestApprovalInput = z.object({
  executionId: ExecutionId,
  incidentId: IncidentId,
  planId: PlanId,
  taskToken: z.string().check(z.minLength(1)),
});
export type RequestApprovalInput = z.infer<typeof RequestApprovalInput>;
export const RequestApprovalOutput = z.object({ approvalId: ApprovalId });
export type RequestApprovalOutput = z.infer<typeof RequestApprovalOutput>;

/** What resumes the waiting execution. */
export const ApprovalAnswer = z.object({ outcome: z.enum(['granted', 'denied', 'expired', 'overtaken']) });
export type ApprovalAnswer = z.infer<typeof ApprovalAnswer>;

export const BeginInput = z.object({
  executionId: ExecutionId,
  incidentId: IncidentId,
  planId: PlanId,
  waitedSeconds: wholeSeconds,
});
export type BeginInput = z.infer<typeof BeginInput>;
/** `busy`: wait and ask again; `stale`: the world moved, plan again; `refused`: never for this plan. */
export const BeginOutput = z.object({
  outcome: z.enum(['begun', 'busy', 'stale', 'refused']),
  fencingToken: z.int(),
  waitSeconds: wholeSeconds,
  waitedSeconds: wholeSeconds,
});
export type BeginOutput = z.infer<typeof BeginOutput>;

export const ApplyActionInput = z.object({
  executionId: ExecutionId,
  incidentId: IncidentId,
  planId: PlanId,
  actionIndex: z.int().check(z.nonnegative()),
  fencingToken: z.int().check(z.positive()),
});
export type ApplyActionInput = z.infer<typeof ApplyActionInput>;
/** `unknown` counts as applied. `refused`: nothing was changed by this action. */
export const ApplyActionOutput = z.object({
  outcome: z.enum(['applied', 'unknown', 'refused', 'stopped']),
  soakSeconds: wholeSeconds,
});
export type ApplyActionOutput = z.infer<typeof ApplyActionOutput>;

export const VerifyInput = z.object({
  executionId: ExecutionId,
  incidentId: IncidentId,
  /** `none` while only watching. */
  planId: PlanId,
  attempt,
  actionCount: z.int(),
  /** What is asked: after an act, in the hold-down, after a rollback, or while only watching. */
  phase: z.enum(['after-act', 'hold-down', 'after-rollback', 'watch']),
  actionIndex: z.int(),
});
export type VerifyInput = z.infer<typeof VerifyInput>;
export const VerifyOutput = z.object({
  outcome: z.enum([
    'wait',
    'next-action',
    'hold-down',
    'resolved',
    'roll-back',
    'recovered',
    'next-candidate',
    'give-up',
  ]),
  waitSeconds: wholeSeconds,
});
export type VerifyOutput = z.infer<typeof VerifyOutput>;

export const RollBackInput = z.object({
  executionId: ExecutionId,
  incidentId: IncidentId,
  planId: PlanId,
  fencingToken: z.int().check(z.positive()),
});
export type RollBackInput = z.infer<typeof RollBackInput>;
/** `nothing-to-undo`: no mutation happened, or none that has an inverse. `incomplete`: people must look. */
export const RollBackOutput = z.object({
  outcome: z.enum(['rolled-back', 'nothing-to-undo', 'incomplete', 'stopped']),
  soakSeconds: wholeSeconds,
});
export type RollBackOutput = z.infer<typeof RollBackOutput>;

export const CloseInput = z.object({
  executionId: ExecutionId,
  incidentId: IncidentId,
  end: IncidentEnd,
  /** Stable code of why: the state machine's route to the end. */
  reason: z.string().check(z.minLength(1)),
});
export type CloseInput = z.infer<typeof CloseInput>;
export const CloseOutput = z.object({ outcome: z.literal('closed'), end: IncidentEnd });
export type CloseOutput = z.infer<typeof CloseOutput>;
