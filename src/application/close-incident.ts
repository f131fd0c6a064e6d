// Step "Close incident", the end of every execution: the end is fixed once (I6), rights are given back, what was learned
// is kept, and people are called where they have to take over.

import type { Pager } from '#application/ports/operations.ts';
import type {
  ApprovalStore,
  AuditLog,
  CaptureStore,
  OutcomeStore,
  PlanStore,
  VerificationStore,
} from '#application/ports/recovery.ts';
import { composeOutcome, type Ending } from '#application/recovery/compose-outcome.ts';
import {
  editIncident,
  type IncidentRecordDeps,
  requireIncident,
  writeNote,
} from '#application/recovery/incident-record.ts';
import { giveSlotBack, type RightsDeps, releaseLeases, resourcesOf } from '#application/recovery/rights.ts';
import type { CloseInput, CloseOutput } from '#contracts/steps/recovery.ts';
import { expire } from '#domain/approval/rules.ts';
import { findKept } from '#domain/capture/undo.ts';
import { explainClosing } from '#domain/incident/closing.ts';
import { type Incident, IncidentEnd } from '#domain/incident/incident.ts';
import { canMove, isEnd } from '#domain/incident/lifecycle.ts';
import { formatDuration } from '#domain/incident/symptom.ts';
import type { Outcome } from '#domain/outcome/outcome.ts';

export interface CloseIncidentDeps extends RightsDeps, IncidentRecordDeps {
  readonly plans: PlanStore;
  readonly captures: CaptureStore;
  readonly approvals: ApprovalStore;
  readonly verifications: VerificationStore;
  readonly outcomes: OutcomeStore;
  readonly audit: AuditLog;
  readonly pager: Pager;
}

/** Closes the incident. The first end stands; closing again only repeats what a crash may have left undone. */
export async function closeIncident(deps: CloseIncidentDeps, input: CloseInput): Promise<CloseOutput> {
  const ending = { ...input, end: await truthfulEnd(deps, input) };
  const written = await editIncident(deps, input.incidentId, (each) =>
    closed(each, ending, deps.clock.now()),
  );
  const incident = written ?? (await requireIncident(deps, input.incidentId));
  const end = IncidentEnd.parse(incident.state);
  await giveRightsBack(deps, incident);
  await closeApprovals(deps, incident);
  // The outcome is written last: as long as it is missing, a repeat does everything again.
  if (!(await deps.outcomes.find(incident.incidentId)))
    await settle(deps, incident, { end, reason: input.reason });
  return { outcome: 'closed', end };
}

/** What was done and kept has part in the end: the incident did not pass by itself, and nothing was rolled back. */
async function truthfulEnd(
  { captures }: CloseIncidentDeps,
  { executionId, end }: CloseInput,
): Promise<IncidentEnd> {
  if (end !== 'suppressed' && end !== 'rolled-back') return end;
  return findKept(await captures.listOf(executionId)).length > 0 ? 'resolved' : end;
}

/** The incident at its end, or undefined when it is at one already. */
function closed(
  incident: Incident,
  { end, reason }: CloseInput,
  now: Incident['openedAt'],
): Incident | undefined {
  if (isEnd(incident.state)) return undefined;
  // An end that the lifecycle does not know from here is handed to people: an execution must end somewhere (I6).
  const state = canMove(incident.state, end) ? end : 'escalated';
  return { ...incident, state, closedAt: now, closing: explainClosing(reason) };
}

async function giveRightsBack(deps: CloseIncidentDeps, { incidentId, executionId }: Incident): Promise<void> {
  const plans = await deps.plans.listOf(incidentId);
  const released = await releaseLeases(deps, executionId, [...new Set(plans.flatMap(resourcesOf))]);
  await giveSlotBack(deps, executionId, deps.clock.now());
  if (released.length === 0) return;
  await deps.audit.append({
    at: deps.clock.now(),
    event: 'lease-released',
    actor: 'fleetmedic',
    subject: executionId,
    detail: { resources: released },
  });
}

/** Nobody waits for an answer any more. A person who answers in the same moment wins the race, to no effect. */
async function closeApprovals({ approvals }: CloseIncidentDeps, { incidentId }: Incident): Promise<void> {
  for (const approval of await approvals.listOf(incidentId)) {
    if (approval.status === 'requested') await approvals.replace(approval, expire(approval));
  }
}

async function settle(deps: CloseIncidentDeps, incident: Incident, ending: Ending): Promise<void> {
  const { end, reason } = ending;
  const outcome = await composeOutcome(deps, incident, ending);
  const summary = summarize(incident, outcome);
  await writeNote(deps, incident.incidentId, { event: 'incident-closed', summary, detail: { end, reason } });
  if (end === 'escalated') await callPeople(deps, incident, summary);
  await deps.audit.append({
    at: outcome.at,
    event: 'incident-closed',
    actor: 'fleetmedic',
    subject: incident.incidentId,
    detail: { end, reason, attempts: outcome.attempts },
  });
  if (await deps.outcomes.put(outcome)) measure(deps, outcome);
}

async function callPeople(deps: CloseIncidentDeps, incident: Incident, summary: string): Promise<void> {
  const { incidentId, severity } = incident;
  const suspected = (await deps.plans.listOf(incidentId)).map((plan) => plan.serviceId);
  const serviceIds = [...new Set([...incident.serviceIds, ...suspected])];
  await deps.pager.page({
    reason: 'escalated',
    incidentId,
    serviceIds,
    severity,
    summary,
    at: deps.clock.now(),
  });
  await writeNote(deps, incidentId, {
    event: 'incident-escalated',
    summary: `People were called: ${summary}`,
  });
}

/** What a person reads first: what hurts, what was tried, how it ended. */
function summarize({ title, closing }: Incident, { end, attempts, totalSeconds }: Outcome): string {
  const tried = attempts.map(({ strategy, result }) => `${strategy} (${result})`);
  const history = tried.length === 0 ? 'nothing was tried' : `tried ${tried.join(', then ')}`;
  return `${title}. ${closing} After ${formatDuration(totalSeconds)}, ${history}: ${end}`;
}

const END_METRICS = {
  resolved: 'RecoveriesResolved',
  'rolled-back': 'RecoveriesRolledBack',
  escalated: 'RecoveriesEscalated',
} as const;

function measure({ log }: CloseIncidentDeps, { end, detectSeconds, totalSeconds }: Outcome): void {
  if (end === 'suppressed') return;
  log.count(END_METRICS[end], 1);
  log.count('TimeToDetect', detectSeconds);
  if (end !== 'escalated') log.count('TimeToRecover', totalSeconds);
}
