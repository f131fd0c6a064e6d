// Stores a plan and tells it: to the audit log, the timeline, and, where it is only a suggestion, to people.

import type { AuditLog, PlanStore } from '#application/ports/recovery.ts';
import {
  type IncidentRecordDeps,
  moveIncident,
  type Note,
  writeNote,
} from '#application/recovery/incident-record.ts';
import { formatShare } from '#domain/incident/symptom.ts';
import { letsAct } from '#domain/plan/choice.ts';
import type { Plan } from '#domain/plan/plan.ts';

export interface AnnouncePlanDeps extends IncidentRecordDeps {
  readonly plans: PlanStore;
  readonly audit: AuditLog;
}

/** Keeps the plan; told after it is stored, so that nothing is told that is not there. */
export async function announcePlan(deps: AnnouncePlanDeps, plan: Plan): Promise<void> {
  const { incidentId, planId, hash, strategy, mode, summary } = plan;
  await deps.plans.put(plan);
  await moveIncident(deps, incidentId, 'planned');
  await deps.audit.append({
    at: deps.clock.now(),
    event: 'plan-made',
    actor: 'fleetmedic',
    subject: incidentId,
    detail: { planId, hash, strategy, mode, summary },
  });
  await writeNote(deps, incidentId, noteOf(plan));
  if (mode === 'suggest') await deps.bus.publish([{ type: 'plan-suggested', incidentId, planId, summary }]);
}

function noteOf(plan: Plan): Note {
  const { planId, strategy, risk, alternatives, actions, successProbability } = plan;
  const detail = { planId, strategy, alternatives, risk };
  if (actions.length === 0) return { event: 'no-safe-action', summary: plan.summary, detail };
  const summary = `${plan.summary} (${formatShare(successProbability)} likely to work, risk ${risk.tier}: ${risk.sentence})`;
  if (letsAct(plan.mode)) return { event: 'plan-made', summary, detail };
  return {
    event: 'plan-suggested',
    summary: `Would have done, were the mode not ${plan.mode}: ${summary}`,
    detail,
  };
}
