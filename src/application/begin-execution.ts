// Step "Begin execution": proves the plan against the live world once more, then takes its leases and a slot of the
// recovery budget. Nothing has been changed before this step.

import type { SettingsSource } from '#application/ports/operations.ts';
import type { AuditLog, LeaseStore, PlanStore } from '#application/ports/recovery.ts';
import {
  type IncidentRecordDeps,
  moveIncident,
  type Note,
  requireIncident,
  requirePlan,
  writeNote,
} from '#application/recovery/incident-record.ts';
import { findObjection, type Proof, type ProvePlanDeps } from '#application/recovery/prove-plan.ts';
import { acquireLeases, releaseLeases, resourcesOf, takeSlot } from '#application/recovery/rights.ts';
import type { BeginInput, BeginOutput } from '#contracts/steps/recovery.ts';
import type { Plan } from '#domain/plan/plan.ts';
import { ok, type Result, refuse } from '#domain/result.ts';

export interface BeginExecutionDeps extends ProvePlanDeps, IncidentRecordDeps {
  readonly settings: SettingsSource;
  readonly plans: PlanStore;
  readonly leases: LeaseStore;
  readonly audit: AuditLog;
}

/** Begins, or says what it waits for, that the plan is stale, or that it may never begin. Beginning twice renews. */
export async function beginExecution(deps: BeginExecutionDeps, input: BeginInput): Promise<BeginOutput> {
  const settings = await deps.settings.current();
  const plan = await requirePlan(deps, input.planId);
  const incident = await requireIncident(deps, input.incidentId);
  const proof: Proof = { plan, incident, settings };
  const objection = await findObjection(deps, proof);
  if (objection) {
    await writeNote(deps, input.incidentId, noteOf(objection.outcome, objection.reason));
    return {
      outcome: objection.outcome,
      fencingToken: 0,
      waitSeconds: 0,
      waitedSeconds: input.waitedSeconds,
    };
  }
  const rights = await takeRights(deps, proof);
  if (!rights.ok) return waitForTurn(deps, input, rights.refusal);
  await recordBeginning(deps, plan, rights.value);
  return { outcome: 'begun', fencingToken: rights.value, waitSeconds: 0, waitedSeconds: input.waitedSeconds };
}

/** Leases before the slot: a slot given back starts the pause between recoveries, a lease given back costs nothing. */
async function takeRights(
  deps: BeginExecutionDeps,
  { plan, settings }: Proof,
): Promise<Result<number, string>> {
  const resourceIds = resourcesOf(plan);
  const leases = await acquireLeases(deps, plan.executionId, resourceIds);
  if (!leases.ok) return refuse(`${leases.refusal.holder} holds the lease until it ends`);
  const slot = await takeSlot(deps, plan, settings);
  if (slot.ok) return ok(leases.value);
  await releaseLeases(deps, plan.executionId, resourceIds);
  return refuse(slot.refusal.detail);
}

async function waitForTurn(
  deps: BeginExecutionDeps,
  { incidentId, waitedSeconds }: BeginInput,
  reason: string,
): Promise<BeginOutput> {
  const { recheckSeconds, maxWaitSeconds } = (await deps.settings.current()).recovery;
  if (waitedSeconds >= maxWaitSeconds) {
    await writeNote(deps, incidentId, noteOf('refused', `waited ${waitedSeconds} s for its turn: ${reason}`));
    return { outcome: 'refused', fencingToken: 0, waitSeconds: 0, waitedSeconds };
  }
  if (waitedSeconds === 0) {
    await writeNote(deps, incidentId, {
      event: 'execution-waiting',
      summary: `Waits for its turn: ${reason}`,
    });
  }
  return {
    outcome: 'busy',
    fencingToken: 0,
    waitSeconds: recheckSeconds,
    waitedSeconds: waitedSeconds + recheckSeconds,
  };
}

async function recordBeginning(deps: BeginExecutionDeps, plan: Plan, fencingToken: number): Promise<void> {
  const { incidentId, executionId, planId, summary } = plan;
  await deps.audit.append({
    at: deps.clock.now(),
    event: 'lease-granted',
    actor: 'fleetmedic',
    subject: executionId,
    detail: { planId, resources: resourcesOf(plan), fencingToken },
  });
  const moved = await moveIncident(deps, incidentId, 'remediating');
  if (moved) await writeNote(deps, incidentId, { event: 'execution-begun', summary: `Begins: ${summary}` });
}

function noteOf(outcome: 'stale' | 'refused', reason: string): Note {
  const summary = outcome === 'stale' ? `Plans again: ${reason}` : `Does not begin: ${reason}`;
  return { event: 'execution-refused', summary };
}
