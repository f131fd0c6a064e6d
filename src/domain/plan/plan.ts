// A plan is what will be done about an incident: ordered actions with the state they were planned from and their
// inverses, the risk, and all that was considered and not chosen. Its hash is what an approval is bound to (I4).

import * as z from 'zod/mini';
import { Action } from '#domain/action/action.ts';
import { FailureType } from '#domain/diagnosis/failure-type.ts';
import { GuardrailRefusal } from '#domain/guardrail/refusal.ts';
import { ExecutionId, IncidentId, Instant, PlanId, ServiceId } from '#domain/ids.ts';
import { Mode } from '#domain/mode/mode.ts';
import { ResourceState } from '#domain/resource/resource.ts';
import { Risk } from '#domain/risk/risk.ts';

/** The fifteen strategies by name; those without a plug-in yet are never proposed. */
export const StrategyName = z.enum([
  'service-restart',
  'instance-scaling',
  'configuration-rollback',
  'alert-escalation',
]);
export type StrategyName = z.infer<typeof StrategyName>;

export const PlannedAction = z.readonly(
  z.object({
    action: Action,
    /** The state the plan was made, and approved, for. */
    plannedFrom: ResourceState,
    inverse: z.optional(Action),
    description: z.string(),
  }),
);
export type PlannedAction = z.infer<typeof PlannedAction>;

/** A strategy that was considered: why it stood aside, was refused, or lost against the chosen one. */
export const Alternative = z.readonly(
  z.object({
    strategy: StrategyName,
    failureType: FailureType,
    verdict: z.enum(['abstained', 'refused', 'outranked']),
    detail: z.string(),
    refusal: z.optional(GuardrailRefusal),
    /** Expected benefit less risk; what candidates were ranked by. */
    score: z.optional(z.number()),
  }),
);
export type Alternative = z.infer<typeof Alternative>;

export const Plan = z.readonly(
  z.object({
    planId: PlanId,
    incidentId: IncidentId,
    executionId: ExecutionId,
    /** 1 to 3. */
    attempt: z.int(),
    strategy: StrategyName,
    failureType: FailureType,
    /** The service that is changed. */
    serviceId: ServiceId,
    actions: z.readonly(z.array(PlannedAction)),
    summary: z.string(),
    risk: Risk,
    /** The probability that it works, from the posterior of like plans. */
    successProbability: z.number(),
    mode: Mode,
    approvalsNeeded: z.int(),
    alternatives: z.readonly(z.array(Alternative)),
    createdAt: Instant,
    /** SHA-256 over what will be done and why; see hashPlan. */
    hash: z.string(),
  }),
);
export type Plan = z.infer<typeof Plan>;
