// An approval is the question to people whether one exact plan may be carried out. The rules are in rules.ts.

import * as z from 'zod/mini';
import { ApprovalId, ExecutionId, IncidentId, Instant, PlanId } from '#domain/ids.ts';

export const ApprovalStatus = z.enum(['requested', 'granted', 'denied', 'expired', 'overtaken']);
export type ApprovalStatus = z.infer<typeof ApprovalStatus>;

export const Decision = z.readonly(
  z.object({
    by: z.string(),
    verdict: z.enum(['approve', 'deny']),
    at: Instant,
    reason: z.optional(z.string()),
  }),
);
export type Decision = z.infer<typeof Decision>;

export const Approval = z.readonly(
  z.object({
    approvalId: ApprovalId,
    incidentId: IncidentId,
    executionId: ExecutionId,
    planId: PlanId,
    /** The plan that was shown; a decision on any other is refused. */
    planHash: z.string(),
    status: ApprovalStatus,
    approvalsNeeded: z.int(),
    /** Who asked for the recovery; may not approve it. */
    requestedBy: z.optional(z.string()),
    requestedAt: Instant,
    expiresAt: Instant,
    decisions: z.readonly(z.array(Decision)),
    /** Resumes the waiting execution. Never leaves the store. */
    taskToken: z.string(),
  }),
);
export type Approval = z.infer<typeof Approval>;
