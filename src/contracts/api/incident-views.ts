// What the API tells about incidents, what is asked of people, and how recoveries ended.

import * as z from 'zod/mini';
import { IncidentSummary } from '#contracts/api/service-views.ts';
import { ApprovalStatus, Decision } from '#domain/approval/approval.ts';
import { Capture } from '#domain/capture/capture.ts';
import { Diagnosis } from '#domain/diagnosis/diagnosis.ts';
import { Feedback } from '#domain/feedback/feedback.ts';
import { ApprovalId, ExecutionId, IncidentId, Instant, PlanId, ServiceId } from '#domain/ids.ts';
import { Incident, IncidentEnd, Severity, TimelineEntry } from '#domain/incident/incident.ts';
import { Outcome } from '#domain/outcome/outcome.ts';
import { Plan, StrategyName } from '#domain/plan/plan.ts';
import { Verification } from '#domain/verification/verification.ts';

/** An approval as people may see it: field by field, so that the task token cannot slip in. */
export const ApprovalView = z.object({
  approvalId: ApprovalId,
  incidentId: IncidentId,
  executionId: ExecutionId,
  planId: PlanId,
  planHash: z.string(),
  status: ApprovalStatus,
  approvalsNeeded: z.int(),
  requestedBy: z.optional(z.string()),
  requestedAt: Instant,
  expiresAt: Instant,
  decisions: z.readonly(z.array(Decision)),
});
export type ApprovalView = z.infer<typeof ApprovalView>;

export const IncidentsAnswer = z.object({ now: Instant, incidents: z.array(IncidentSummary) });
export type IncidentsAnswer = z.infer<typeof IncidentsAnswer>;

export const IncidentDetailAnswer = z.object({
  now: Instant,
  incident: Incident,
  timeline: z.readonly(z.array(TimelineEntry)),
  diagnosis: z.optional(Diagnosis),
  plans: z.readonly(z.array(Plan)),
  approvals: z.array(ApprovalView),
  captures: z.readonly(z.array(Capture)),
  verifications: z.readonly(z.array(Verification)),
  outcome: z.optional(Outcome),
  feedback: z.optional(Feedback),
});
export type IncidentDetailAnswer = z.infer<typeof IncidentDetailAnswer>;

export const PendingApproval = z.object({
  approval: ApprovalView,
  plan: Plan,
  incident: IncidentSummary,
  /** 0 when it has lapsed and the sweep has not come by yet. */
  secondsLeft: z.int(),
});
export type PendingApproval = z.infer<typeof PendingApproval>;

export const ApprovalsAnswer = z.object({ now: Instant, approvals: z.array(PendingApproval) });
export type ApprovalsAnswer = z.infer<typeof ApprovalsAnswer>;

export const DecisionAnswer = z.object({ now: Instant, approval: ApprovalView });
export type DecisionAnswer = z.infer<typeof DecisionAnswer>;

export const TriggerAnswer = z.object({ now: Instant, incidentId: IncidentId });
export type TriggerAnswer = z.infer<typeof TriggerAnswer>;

export const RecoveryView = z.object({
  outcome: Outcome,
  /** Absent when the incident's record has been let go by retention. */
  title: z.optional(z.string()),
  severity: z.optional(Severity),
  closing: z.optional(z.string()),
});
export type RecoveryView = z.infer<typeof RecoveryView>;

export const RecoveryHistoryAnswer = z.object({
  now: Instant,
  from: Instant,
  recoveries: z.array(RecoveryView),
});
export type RecoveryHistoryAnswer = z.infer<typeof RecoveryHistoryAnswer>;

/** Median and 95th percentile; absent when nothing was counted. */
const Spread = z.object({
  count: z.int(),
  p50Seconds: z.optional(z.number()),
  p95Seconds: z.optional(z.number()),
});

export const StatisticsAnswer = z.object({
  now: Instant,
  from: Instant,
  /** Share of the minutes with known state in which a service was neither unhealthy nor critical, 0 to 1. */
  availability: z.array(
    z.object({ serviceId: ServiceId, share: z.optional(z.number()), knownMinutes: z.int() }),
  ),
  /** From onset to detection, and from onset to the verified end of resolved incidents. */
  timeToDetect: Spread,
  timeToRecover: Spread,
  /** Attempts that changed something. */
  heals: z.int(),
  ends: z.record(IncidentEnd, z.int()),
  strategies: z.array(z.object({ strategy: StrategyName, successes: z.int(), failures: z.int() })),
  /** Of each service: false pages of the last four weeks, how many are bearable, and how far they have raised its bar. */
  alarmBudget: z.array(
    z.object({
      serviceId: ServiceId,
      falsePages: z.int(),
      bearable: z.number(),
      /** In logits: by so many e-folds a deviation must be larger to open an incident. */
      raisedBy: z.number(),
    }),
  ),
});
export type StatisticsAnswer = z.infer<typeof StatisticsAnswer>;
