// Clears what time and crashes left, before each tick: lapsed approvals, and the leases and budget slots of executions
// that no longer run. Idempotent, and every part goes on when another fails to find anything.

import type { Log, Recoveries } from '#application/ports/operations.ts';
import type {
  ApprovalStore,
  AuditLog,
  BudgetStore,
  IncidentStore,
  LeaseStore,
} from '#application/ports/recovery.ts';
import type { Clock } from '#application/ports/telemetry.ts';
import { writeNote } from '#application/recovery/incident-record.ts';
import { giveSlotBack } from '#application/recovery/rights.ts';
import type { Approval } from '#domain/approval/approval.ts';
import { expire, hasLapsed } from '#domain/approval/rules.ts';

export interface SweepDeps {
  readonly clock: Clock;
  readonly approvals: ApprovalStore;
  readonly leases: LeaseStore;
  readonly budget: BudgetStore;
  readonly incidents: IncidentStore;
  readonly recoveries: Recoveries;
  readonly audit: AuditLog;
  readonly log: Log;
}

export interface SweepOutput {
  readonly approvalsExpired: number;
  readonly leasesEnded: number;
  readonly slotsGivenBack: number;
}

/** Sweeps once and says what it found. */
export async function sweep(deps: SweepDeps): Promise<SweepOutput> {
  return {
    approvalsExpired: await sweepApprovals(deps),
    leasesEnded: await sweepLeases(deps),
    slotsGivenBack: await sweepSlots(deps),
  };
}

async function sweepApprovals(deps: SweepDeps): Promise<number> {
  let swept = 0;
  for (const approval of await deps.approvals.listRequested()) {
    if (!hasLapsed(approval, deps.clock.now())) continue;
    if (await expireOne(deps, approval)) swept++;
  }
  return swept;
}

/** False when somebody answered in the same moment: the answer counts. */
async function expireOne(deps: SweepDeps, approval: Approval): Promise<boolean> {
  const { approvalId, incidentId, planHash, taskToken } = approval;
  if (!(await deps.approvals.replace(approval, expire(approval)))) return false;
  await deps.audit.append({
    at: deps.clock.now(),
    event: 'approval-decided',
    actor: 'fleetmedic',
    subject: approvalId,
    detail: { verdict: 'expired', planHash },
  });
  const summary = 'Nobody answered in time; nothing was done';
  await writeNote(deps, incidentId, { event: 'approval-expired', summary });
  await deps.recoveries.answer(taskToken, { outcome: 'expired' });
  return true;
}

async function sweepLeases({ leases, recoveries, clock, log }: SweepDeps): Promise<number> {
  let swept = 0;
  for (const lease of await leases.listHeld()) {
    if (lease.expiresAt > clock.now() || (await recoveries.isRunning(lease.executionId))) continue;
    await leases.release(lease);
    log.record('lease-swept', { resourceId: lease.resourceId, executionId: lease.executionId });
    swept++;
  }
  return swept;
}

async function sweepSlots(deps: SweepDeps): Promise<number> {
  let swept = 0;
  for (const { executionId, expiresAt } of (await deps.budget.find()).slots) {
    if (expiresAt > deps.clock.now() || (await deps.recoveries.isRunning(executionId))) continue;
    if (await giveSlotBack(deps, executionId, deps.clock.now())) swept++;
  }
  return swept;
}
