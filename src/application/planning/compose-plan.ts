// Makes the plan: of the best candidate, or of calling people when there is none. Its hash covers all that it says.

import { type Candidate, outranked } from '#application/planning/candidates.ts';
import { planActions } from '#application/planning/plan-actions.ts';
import { leastReversible } from '#application/planning/plan-risk.ts';
import type { PlanningContext } from '#application/planning/planning-context.ts';
import { digestOf } from '#contracts/digest.ts';
import { buildPlanId } from '#contracts/naming.ts';
import type { Hypothesis } from '#domain/diagnosis/diagnosis.ts';
import type { Incident } from '#domain/incident/incident.ts';
import { countApprovals, findApprovalReason } from '#domain/plan/choice.ts';
import type { Alternative, Plan } from '#domain/plan/plan.ts';
import type { LastResort } from '#strategies/strategy.ts';

/** Which plan of the execution it is. */
export interface PlanPosition {
  readonly attempt: number;
  readonly revision: number;
}

/** SHA-256 over everything a plan says but the hash itself: what an approval is bound to (I4). */
export function hashPlan({ hash: _hash, ...said }: Omit<Plan, 'hash'> & { readonly hash?: string }): string {
  return digestOf(said);
}

/** The plan of the best candidate, with all others as alternatives. */
export function composePlan(
  [best, ...others]: readonly [Candidate, ...Candidate[]],
  rejected: readonly Alternative[],
  { context, position }: { readonly context: PlanningContext; readonly position: PlanPosition },
): Plan {
  const facts = {
    mode: best.mode,
    tier: best.risk.tier,
    confidence: best.hypothesis.confidence,
    isFallback: context.incident.isFallback,
    reversibility: leastReversible(best.actions),
  };
  const approvalsNeeded = countApprovals(facts, context.settings.approvals);
  const reason = findApprovalReason(facts, context.settings.approvals);
  return seal({
    ...commonOf(context, position),
    strategy: best.strategy.name,
    failureType: best.hypothesis.failureType,
    serviceId: best.hypothesis.serviceId,
    actions: best.actions,
    summary:
      reason === undefined
        ? best.proposal.summary
        : `${best.proposal.summary}. People decide, because ${reason}`,
    risk: best.risk,
    successProbability: best.successProbability,
    mode: best.mode,
    approvalsNeeded,
    alternatives: [...others.map(outranked), ...rejected],
  });
}

/** The last resort: a plan that changes nothing and says what people are called for, and why. */
export function composeEscalation(
  lastResort: LastResort,
  { reason, rejected }: { readonly reason: string; readonly rejected: readonly Alternative[] },
  { context, position }: { readonly context: PlanningContext; readonly position: PlanPosition },
): Plan {
  const hypothesis = context.hypotheses[0] ?? nothingBelieved(context.incident);
  const proposal = lastResort.propose(hypothesis, reason);
  return seal({
    ...commonOf(context, position),
    strategy: lastResort.name,
    failureType: hypothesis.failureType,
    serviceId: hypothesis.serviceId,
    actions: planActions(proposal.actions, []),
    summary: proposal.summary,
    risk: { tier: 'low', score: 0, sentence: 'Changes nothing.', parts: {} },
    successProbability: 0,
    mode: 'observe',
    approvalsNeeded: 0,
    alternatives: rejected,
  });
}

function nothingBelieved({ serviceId }: Incident): Hypothesis {
  return { failureType: 'unexplained', serviceId, confidence: 0, path: [], changeIds: [] };
}

function commonOf({ incident, now }: PlanningContext, { attempt, revision }: PlanPosition) {
  const { incidentId, executionId } = incident;
  return {
    planId: buildPlanId(executionId, attempt, revision),
    incidentId,
    executionId,
    attempt,
    createdAt: now,
  };
}

function seal(plan: Omit<Plan, 'hash'>): Plan {
  return { ...plan, hash: hashPlan(plan) };
}
