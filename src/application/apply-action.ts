// Step "Apply action": carries out one action of a plan. The order is the safety case: live state, ownership, lease, stop
// switch, and only then capture, audit, act, audit. Each check before the capture may refuse.

import type { SettingsSource, StopSwitch } from '#application/ports/operations.ts';
import type { PlanStore } from '#application/ports/recovery.ts';
import { type ActDeps, type ActResult, carryOut, readLive, settleRepeat } from '#application/recovery/act.ts';
import {
  type IncidentRecordDeps,
  moveIncident,
  type Note,
  requirePlan,
  writeNote,
} from '#application/recovery/incident-record.ts';
import { holdsLease, type RightsDeps, renewRights } from '#application/recovery/rights.ts';
import { isStopped } from '#application/recovery/stop-check.ts';
import { buildCaptureStep } from '#contracts/naming.ts';
import type { ApplyActionInput, ApplyActionOutput } from '#contracts/steps/recovery.ts';
import { factsOf } from '#domain/action/definitions.ts';
import { areSame } from '#domain/capture/undo.ts';
import { InvalidInputError } from '#domain/errors.ts';
import { findOwnershipRefusal } from '#domain/guardrail/guardrails.ts';
import type { GuardrailSettings } from '#domain/guardrail/settings.ts';
import type { Plan, PlannedAction } from '#domain/plan/plan.ts';
import type { ResourceDescription } from '#domain/resource/resource.ts';

export interface ApplyActionDeps extends ActDeps, RightsDeps, IncidentRecordDeps {
  readonly settings: SettingsSource;
  readonly stopSwitch: StopSwitch;
  readonly plans: PlanStore;
}

/** Applies the action once, however often it is delivered. An unknown result counts as applied (I7). */
export async function applyAction(
  deps: ApplyActionDeps,
  input: ApplyActionInput,
): Promise<ApplyActionOutput> {
  const plan = await requirePlan(deps, input.planId);
  const planned = requireAction(plan, input.actionIndex);
  const settings = await deps.settings.current();
  const { soakSeconds } = settings.recovery;
  const step = buildCaptureStep({ phase: 'apply', attempt: plan.attempt, actionIndex: input.actionIndex });

  const earlier = await deps.captures.find(plan.executionId, step);
  if (earlier) return { outcome: (await settleRepeat(deps, earlier)).result, soakSeconds };

  const live = await readLive(deps, planned.action.resourceId);
  if (!live) return refuse(deps, plan, `${planned.action.resourceId} cannot be read`);
  const reason = findRefusal(planned, live, settings.guardrails);
  if (reason) return refuse(deps, plan, reason);
  if (!(await holdsLease(deps, planned.action.resourceId, input))) {
    return refuse(deps, plan, `its lease on ${planned.action.resourceId} was lost`);
  }
  await renewRights(deps, plan, settings);
  await moveIncident(deps, plan.incidentId, 'remediating');
  if (await isStopped(deps)) return stop(deps, plan);
  const act = { executionId: plan.executionId, step, action: planned.action, before: live.state };
  const result = await carryOut(deps, act);
  await writeNote(deps, plan.incidentId, noteOf(planned, result));
  return { outcome: result.result, soakSeconds };
}

function requireAction({ planId, actions }: Plan, actionIndex: number): PlannedAction {
  const planned = actions[actionIndex];
  if (planned) return planned;
  throw new InvalidInputError(
    `Plan ${planId} has ${actions.length} actions, there is no action ${actionIndex}`,
  );
}

function findRefusal(
  { action, plannedFrom }: PlannedAction,
  live: ResourceDescription,
  guardrails: GuardrailSettings,
): string | undefined {
  const hasMoved = !areSame(factsOf(action, live.state), factsOf(action, plannedFrom));
  if (hasMoved) return `somebody changed ${action.resourceId} since it was planned`;
  return findOwnershipRefusal(guardrails, [live])?.detail;
}

async function refuse(deps: ApplyActionDeps, plan: Plan, reason: string): Promise<ApplyActionOutput> {
  const { executionId, incidentId, planId } = plan;
  await deps.audit.append({
    at: deps.clock.now(),
    event: 'action-refused',
    actor: 'fleetmedic',
    subject: executionId,
    detail: { planId, reason },
  });
  deps.log.count('ActionsRefused', 1);
  await writeNote(deps, incidentId, { event: 'action-refused', summary: `Nothing was changed: ${reason}` });
  return { outcome: 'refused', soakSeconds: 0 };
}

async function stop(deps: ApplyActionDeps, { incidentId }: Plan): Promise<ApplyActionOutput> {
  await writeNote(deps, incidentId, {
    event: 'action-stopped',
    summary: 'Nothing was changed: all healing is stopped, or the stop switch cannot be read',
  });
  return { outcome: 'stopped', soakSeconds: 0 };
}

function noteOf({ description }: PlannedAction, { result, detail = 'no reason was given' }: ActResult): Note {
  switch (result) {
    case 'applied':
      return { event: 'action-applied', summary: description };
    case 'refused':
      return { event: 'action-refused', summary: `${description}: the service refused it (${detail})` };
    case 'unknown':
      return {
        event: 'action-unknown',
        summary: `${description}: no clear answer (${detail}); it counts as done and will be verified`,
      };
  }
}
