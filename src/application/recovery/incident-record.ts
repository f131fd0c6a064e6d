// The record of an incident: its state, moved by the lifecycle table only, and its timeline, which people read.

import type { EventBus, Log } from '#application/ports/operations.ts';
import type { ApprovalStore, IncidentStore, PlanStore } from '#application/ports/recovery.ts';
import type { Clock } from '#application/ports/telemetry.ts';
import { winRace } from '#application/recovery/win-race.ts';
import type { LogEvent } from '#contracts/log-events.ts';
import type { Approval } from '#domain/approval/approval.ts';
import { NotFoundError } from '#domain/errors.ts';
import type { ApprovalId, IncidentId, PlanId } from '#domain/ids.ts';
import type { Incident, IncidentState } from '#domain/incident/incident.ts';
import { canMove } from '#domain/incident/lifecycle.ts';
import type { Plan } from '#domain/plan/plan.ts';

export interface IncidentRecordDeps {
  readonly clock: Clock;
  readonly incidents: IncidentStore;
  readonly bus: EventBus;
  readonly log: Log;
}

/** One line of a timeline before it gets its time. */
export interface Note {
  readonly event: LogEvent;
  readonly summary: string;
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** Adds a line to the timeline and to the log. */
export async function writeNote(
  { clock, incidents, log }: Pick<IncidentRecordDeps, 'clock' | 'incidents' | 'log'>,
  incidentId: IncidentId,
  { event, summary, detail }: Note,
): Promise<void> {
  await incidents.addTimeline({
    incidentId,
    at: clock.now(),
    event,
    summary,
    ...(detail === undefined ? {} : { detail: { ...detail } }),
  });
  log.record(event, { incidentId, summary });
}

/**
 * Writes what `edit` makes of the incident, however many others write, and tells it. `edit` returns its argument, or
 * undefined, when there is nothing to change; then nothing is written and undefined is returned.
 */
export async function editIncident(
  { incidents, bus }: Pick<IncidentRecordDeps, 'incidents' | 'bus'>,
  incidentId: IncidentId,
  edit: (incident: Incident) => Incident | undefined,
): Promise<Incident | undefined> {
  const written = await winRace(incidentId, async () => {
    const current = await requireIncident({ incidents }, incidentId);
    const edited = edit(current);
    if (!edited || edited === current) return { value: undefined };
    const next = { ...edited, version: current.version + 1 };
    return (await incidents.replace(next)) ? { value: next } : undefined;
  });
  if (written) await bus.publish([{ type: 'incident-changed', incident: written }]);
  return written;
}

/** Moves an incident to a state; undefined, and nothing is changed, when the lifecycle does not let it go there. */
export async function moveIncident(
  deps: Pick<IncidentRecordDeps, 'incidents' | 'bus'>,
  incidentId: IncidentId,
  to: IncidentState,
): Promise<Incident | undefined> {
  return editIncident(deps, incidentId, (incident) =>
    incident.state !== to && canMove(incident.state, to) ? { ...incident, state: to } : undefined,
  );
}

/** The incident. Throws NotFoundError. */
export async function requireIncident(
  { incidents }: Pick<IncidentRecordDeps, 'incidents'>,
  incidentId: IncidentId,
): Promise<Incident> {
  const incident = await incidents.find(incidentId);
  if (!incident) throw new NotFoundError(`There is no incident ${incidentId}`);
  return incident;
}

/** The plan. Throws NotFoundError. */
export async function requirePlan({ plans }: { readonly plans: PlanStore }, planId: PlanId): Promise<Plan> {
  const plan = await plans.find(planId);
  if (!plan) throw new NotFoundError(`There is no plan ${planId}`);
  return plan;
}

/** The approval. Throws NotFoundError. */
export async function requireApproval(
  { approvals }: { readonly approvals: ApprovalStore },
  approvalId: ApprovalId,
): Promise<Approval> {
  const approval = await approvals.find(approvalId);
  if (!approval) throw new NotFoundError(`There is no approval ${approvalId}`);
  return approval;
}
