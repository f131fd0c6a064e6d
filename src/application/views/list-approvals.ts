// "What does it want from me": plans that wait for a decision, the one that lapses first on top.

import type { ApprovalStore, IncidentStore, PlanStore } from '#application/ports/recovery.ts';
import type { Clock } from '#application/ports/telemetry.ts';
import { summarizeIncident } from '#application/views/summarize-incident.ts';
import type { ApprovalsAnswer, ApprovalView, PendingApproval } from '#contracts/api/incident-views.ts';
import type { Approval } from '#domain/approval/approval.ts';
import { type Instant, secondsBetween } from '#domain/ids.ts';

export interface ListApprovalsDeps {
  readonly clock: Clock;
  readonly approvals: ApprovalStore;
  readonly plans: PlanStore;
  readonly incidents: IncidentStore;
}

/** Each open approval with the plan it is about; one whose plan or incident is gone cannot be decided and is left out. */
export async function listApprovals(deps: ListApprovalsDeps): Promise<ApprovalsAnswer> {
  const now = deps.clock.now();
  const requested = await deps.approvals.listRequested();
  const found = await Promise.all(requested.map((approval) => describeApproval(deps, approval, now)));
  const approvals = found.flat().sort((one, other) => one.secondsLeft - other.secondsLeft);
  return { now, approvals };
}

/** What people may see of an approval: all but the task token. */
export function viewApproval({ taskToken: _taskToken, ...visible }: Approval): ApprovalView {
  return visible;
}

async function describeApproval(
  { plans, incidents }: ListApprovalsDeps,
  approval: Approval,
  now: Instant,
): Promise<PendingApproval[]> {
  const [plan, incident] = await Promise.all([
    plans.find(approval.planId),
    incidents.find(approval.incidentId),
  ]);
  if (!plan || !incident) return [];
  const secondsLeft = Math.max(0, Math.floor(secondsBetween(now, approval.expiresAt)));
  return [{ approval: viewApproval(approval), plan, incident: summarizeIncident(incident), secondsLeft }];
}
