// How each attempt of a recovery went, from what was stored on the way: plans, captures, approvals, verifications.

import type { Approval } from '#domain/approval/approval.ts';
import type { Capture } from '#domain/capture/capture.ts';
import type { PlanId } from '#domain/ids.ts';
import type { Attempt, AttemptResult } from '#domain/outcome/outcome.ts';
import { letsAct } from '#domain/plan/choice.ts';
import type { Plan } from '#domain/plan/plan.ts';
import type { Verification } from '#domain/verification/verification.ts';

export interface RecoveryRecord {
  /** In the order made. */
  readonly plans: readonly Plan[];
  readonly approvals: readonly Approval[];
  readonly verifications: readonly Verification[];
  /** The captures of each plan's own actions. */
  readonly capturesOf: (plan: Plan) => readonly Capture[];
}

/** One entry per attempt, by its last plan; plans that were only shown are none. */
export function summarizeAttempts(record: RecoveryRecord): readonly Attempt[] {
  const acting = record.plans.filter(({ mode, actions }) => letsAct(mode) && actions.length > 0);
  const lastOf = new Map(acting.map((plan) => [plan.attempt, plan]));
  return [...lastOf.values()].map((plan) => {
    const mutated = record.capturesOf(plan).some(({ result }) => result !== 'refused');
    const { strategy, failureType } = plan;
    return {
      strategy,
      failureType,
      mutated,
      result: mutated ? judged(record, plan.planId) : unbegun(record, plan.planId),
    };
  });
}

/** The last verdict on the act itself; what is seen after a rollback is not its merit. */
function judged({ verifications }: RecoveryRecord, planId: PlanId): AttemptResult {
  const ofAct = verifications.filter((each) => each.planId === planId && each.phase !== 'after-rollback');
  const verdict = ofAct.at(-1)?.verdict;
  if (verdict === undefined) return 'blind';
  return verdict === 'improving' ? 'not-recovered' : verdict;
}

function unbegun({ approvals }: RecoveryRecord, planId: PlanId): AttemptResult {
  const status = approvals.find((each) => each.planId === planId)?.status;
  return status === 'denied' || status === 'expired' ? status : 'refused';
}
