// Step "Request approval": stores the question to people, with the token that resumes the execution, and tells it.

import type { Pager, Recoveries, SettingsSource } from '#application/ports/operations.ts';
import type { ApprovalStore, AuditLog, PlanStore } from '#application/ports/recovery.ts';
import {
  type IncidentRecordDeps,
  moveIncident,
  requireApproval,
  requireIncident,
  requirePlan,
  writeNote,
} from '#application/recovery/incident-record.ts';
import { winRace } from '#application/recovery/win-race.ts';
import { buildApprovalId } from '#contracts/naming.ts';
import type { RequestApprovalInput, RequestApprovalOutput } from '#contracts/steps/recovery.ts';
import type { Approval } from '#domain/approval/approval.ts';
import { ConflictError } from '#domain/errors.ts';
import { type Instant, secondsAfter } from '#domain/ids.ts';
import type { Incident } from '#domain/incident/incident.ts';
import type { Plan } from '#domain/plan/plan.ts';

export interface RequestApprovalDeps extends IncidentRecordDeps {
  readonly settings: SettingsSource;
  readonly plans: PlanStore;
  readonly approvals: ApprovalStore;
  readonly audit: AuditLog;
  readonly recoveries: Recoveries;
  readonly pager: Pager;
}

/**
 * Asks once and calls the people who may answer. Delivered again, the first question stays with its time; the answer goes
 * to the newest token, because a retried step waits with a new one.
 */
export async function requestApproval(
  deps: RequestApprovalDeps,
  input: RequestApprovalInput,
): Promise<RequestApprovalOutput> {
  const plan = await requirePlan(deps, input.planId);
  const incident = await requireIncident(deps, input.incidentId);
  const { expiryMinutes } = (await deps.settings.current()).approvals;
  const now = deps.clock.now();
  const expiresAt = secondsAfter(now, expiryMinutes[plan.risk.tier] * 60);
  const approval = newApproval({ input, plan, incident, now, expiresAt });
  try {
    await deps.approvals.create(approval);
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error;
    await handOver(deps, approval);
    return { approvalId: approval.approvalId };
  }
  await announce(deps, plan, approval);
  await callApprovers(deps, incident, plan);
  return { approvalId: approval.approvalId };
}

interface Question {
  readonly input: RequestApprovalInput;
  readonly plan: Plan;
  readonly incident: Incident;
  readonly now: Instant;
  readonly expiresAt: Instant;
}

function newApproval({ input, plan, incident, now, expiresAt }: Question): Approval {
  const { requestedBy } = incident;
  return {
    approvalId: buildApprovalId(plan.planId),
    incidentId: plan.incidentId,
    executionId: plan.executionId,
    planId: plan.planId,
    planHash: plan.hash,
    status: 'requested',
    approvalsNeeded: plan.approvalsNeeded,
    ...(requestedBy === undefined ? {} : { requestedBy }),
    requestedAt: now,
    expiresAt,
    decisions: [],
    taskToken: input.taskToken,
  };
}

/** A question nobody hears is a recovery that waits for nothing: the people on call are called with it. */
async function callApprovers(
  { pager, clock }: RequestApprovalDeps,
  incident: Incident,
  plan: Plan,
): Promise<void> {
  const { incidentId, severity, title } = incident;
  const serviceIds = [...new Set([...incident.serviceIds, plan.serviceId])];
  await pager.page({
    reason: 'approval-needed',
    incidentId,
    serviceIds,
    severity,
    summary: `Approval needed: ${plan.summary} (${title})`,
    at: clock.now(),
  });
}

/** The answer that is there already, or the one to come, goes to the step that waits now. */
async function handOver(deps: RequestApprovalDeps, { approvalId, taskToken }: Approval): Promise<void> {
  await winRace(approvalId, async () => {
    const first = await requireApproval(deps, approvalId);
    if (first.taskToken === taskToken) return { value: undefined };
    if (first.status === 'requested') {
      return (await deps.approvals.replace(first, { ...first, taskToken }))
        ? { value: undefined }
        : undefined;
    }
    await deps.recoveries.answer(taskToken, { outcome: first.status });
    return { value: undefined };
  });
}

async function announce(deps: RequestApprovalDeps, plan: Plan, approval: Approval): Promise<void> {
  const { incidentId, planId, summary, approvalsNeeded, hash } = plan;
  const { approvalId, expiresAt } = approval;
  await moveIncident(deps, incidentId, 'awaiting-approval');
  await deps.audit.append({
    at: deps.clock.now(),
    event: 'approval-requested',
    actor: 'fleetmedic',
    subject: approvalId,
    detail: { planId, hash, approvalsNeeded, expiresAt },
  });
  const people = approvalsNeeded === 1 ? 'one approver' : `${approvalsNeeded} different approvers`;
  await writeNote(deps, incidentId, {
    event: 'approval-requested',
    summary: `Asks ${people}, until ${new Date(expiresAt).toISOString()}: ${summary}`,
    detail: { approvalId, planId, expiresAt },
  });
  await deps.bus.publish([
    { type: 'approval-requested', incidentId, planId, approvalId, expiresAt, summary },
  ]);
}
