// Clears what time and crashes left, before each tick: lapsed approvals, incidents whose recovery is gone, and the leases
// and budget slots of executions that no longer run. Idempotent, and every part goes on when another finds nothing.

import { type CloseIncidentDeps, closeIncident } from '#application/close-incident.ts';
import type { Recoveries } from '#application/ports/operations.ts';
import { writeNote } from '#application/recovery/incident-record.ts';
import { giveSlotBack } from '#application/recovery/rights.ts';
import type { Approval } from '#domain/approval/approval.ts';
import { expire, hasLapsed } from '#domain/approval/rules.ts';
import { secondsBetween } from '#domain/ids.ts';

export interface SweepDeps extends CloseIncidentDeps {
  readonly recoveries: Recoveries;
}

/** A recovery starts right after its incident is written; after a crash, when the message comes again: within minutes. */
const START_GRACE_SECONDS = 1200;

export interface SweepOutput {
  readonly approvalsExpired: number;
  readonly orphansClosed: number;
  readonly leasesEnded: number;
  readonly slotsGivenBack: number;
}

/** Sweeps once and says what it found. */
export async function sweep(deps: SweepDeps): Promise<SweepOutput> {
  return {
    approvalsExpired: await sweepApprovals(deps),
    orphansClosed: await closeOrphans(deps),
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

/** An open incident that nothing works on any more goes to people: every execution must end somewhere (I6). */
async function closeOrphans(deps: SweepDeps): Promise<number> {
  let closed = 0;
  for (const { incidentId, executionId, openedAt } of await deps.incidents.listOpen()) {
    const isYoung = secondsBetween(openedAt, deps.clock.now()) < START_GRACE_SECONDS;
    if (isYoung || (await deps.recoveries.isRunning(executionId))) continue;
    await closeIncident(deps, { executionId, incidentId, end: 'escalated', reason: 'recovery-lost' });
    closed++;
  }
  return closed;
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
