// Step "Roll back": takes back what an attempt changed, newest first. One way back that fails is recorded and the rest
// still go on; what somebody else has changed meanwhile is left alone.

import type { SettingsSource, StopSwitch } from '#application/ports/operations.ts';
import type { PlanStore } from '#application/ports/recovery.ts';
import { type ActDeps, carryOut, readLive, settleRepeat } from '#application/recovery/act.ts';
import {
  type IncidentRecordDeps,
  moveIncident,
  requirePlan,
  writeNote,
} from '#application/recovery/incident-record.ts';
import type { RightsDeps } from '#application/recovery/rights.ts';
import { isStopped } from '#application/recovery/stop-check.ts';
import { buildCaptureStep, parseCaptureStep } from '#contracts/naming.ts';
import type { RollBackInput, RollBackOutput } from '#contracts/steps/recovery.ts';
import type { Action } from '#domain/action/action.ts';
import { describeAction } from '#domain/action/definitions.ts';
import type { Capture } from '#domain/capture/capture.ts';
import { findStanding, judgeUndo } from '#domain/capture/undo.ts';
import type { Plan } from '#domain/plan/plan.ts';
import type { ResourceState } from '#domain/resource/resource.ts';

export interface RollBackDeps extends ActDeps, RightsDeps, IncidentRecordDeps {
  readonly settings: SettingsSource;
  readonly stopSwitch: StopSwitch;
  readonly plans: PlanStore;
}

/** What became of one capture. `kept`: there is nothing to take back. */
type UndoResult = 'undone' | 'kept' | 'failed' | 'stopped';

/** Rolls back one attempt, once, however often it is delivered. */
export async function rollBack(deps: RollBackDeps, { planId }: RollBackInput): Promise<RollBackOutput> {
  const plan = await requirePlan(deps, planId);
  await moveIncident(deps, plan.incidentId, 'remediating');
  const results: UndoResult[] = [];
  for (const capture of await standingOf(deps, plan)) {
    const result = await undo(deps, plan, capture);
    results.push(result);
    if (result === 'stopped') break;
  }
  const outcome = conclude(results);
  const { soakSeconds, recheckSeconds } = (await deps.settings.current()).recovery;
  return { outcome, soakSeconds: outcome === 'rolled-back' ? soakSeconds : recheckSeconds };
}

function conclude(results: readonly UndoResult[]): RollBackOutput['outcome'] {
  if (results.includes('stopped')) return 'stopped';
  if (results.includes('failed')) return 'incomplete';
  return results.includes('undone') ? 'rolled-back' : 'nothing-to-undo';
}

async function standingOf(
  { captures }: RollBackDeps,
  { executionId, attempt }: Plan,
): Promise<readonly Capture[]> {
  const all = await captures.listOf(executionId);
  const own = all.filter(({ step }) => {
    const name = parseCaptureStep(step);
    return name.phase === 'apply' && name.attempt === attempt;
  });
  return findStanding(own);
}

async function undo(deps: RollBackDeps, plan: Plan, capture: Capture): Promise<UndoResult> {
  const { inverse, action } = capture;
  if (!inverse) return 'kept';
  const step = buildCaptureStep({ ...parseCaptureStep(capture.step), phase: 'rollback' });
  const earlier = await deps.captures.find(plan.executionId, step);
  if (earlier) return (await settleRepeat(deps, earlier)).result === 'applied' ? 'undone' : 'failed';

  const live = await readLive(deps, action.resourceId);
  if (!live) return fail(deps, plan, `${action.resourceId} cannot be read`);
  const verdict = judgeUndo(capture, live.state);
  if (verdict === 'not-there') return 'kept';
  if (verdict === 'moved') return fail(deps, plan, `somebody changed ${action.resourceId} meanwhile`);
  return takeBack(deps, plan, { step, inverse, before: live.state });
}

interface WayBack {
  readonly step: string;
  readonly inverse: Action;
  readonly before: ResourceState;
}

/** The lease and the stop switch last: nothing but the record lies between them and the act. */
async function takeBack(
  deps: RollBackDeps,
  plan: Plan,
  { step, inverse, before }: WayBack,
): Promise<UndoResult> {
  if (!(await ownsLease(deps, plan, inverse))) {
    return fail(deps, plan, `its lease on ${inverse.resourceId} was lost`);
  }
  if (await isStopped(deps)) return stop(deps, plan);
  const acted = await carryOut(deps, { executionId: plan.executionId, step, action: inverse, before });
  if (acted.result !== 'applied') return fail(deps, plan, acted.detail ?? `its result is ${acted.result}`);
  const summary = `Taken back: ${describeAction(inverse, before)}`;
  await writeNote(deps, plan.incidentId, { event: 'rollback-applied', summary });
  return 'undone';
}

/**
 * Renews the lease, or takes it again when it lapsed and nobody else has it: a process that was down for a while must
 * still be able to take back (I7), and the comparison of states has shown that nobody changed anything meanwhile.
 */
async function ownsLease(
  { leases }: RollBackDeps,
  { executionId }: Plan,
  { resourceId }: Action,
): Promise<boolean> {
  return (await leases.acquire({ resourceId, executionId })).ok;
}

async function fail(deps: RollBackDeps, { incidentId }: Plan, reason: string): Promise<UndoResult> {
  await writeNote(deps, incidentId, { event: 'rollback-refused', summary: `Not taken back: ${reason}` });
  return 'failed';
}

async function stop(deps: RollBackDeps, { incidentId }: Plan): Promise<UndoResult> {
  const summary = 'Not taken back: all healing is stopped, or the stop switch cannot be read';
  await writeNote(deps, incidentId, { event: 'action-stopped', summary });
  return 'stopped';
}
