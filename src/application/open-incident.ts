// Consumer of anomalies: groups them into incidents by service, call graph and time, and starts one recovery for each
// new incident. Anomalies may come twice, late or out of order (I9).

import { isWithinBudget } from '#application/alarm-budget.ts';
import { doubtScores, doubtWarnings, findDrifted } from '#application/doubt-models.ts';
import type { FeedbackStore, ModelRegistry } from '#application/ports/learning.ts';
import type { EventBus, Log, Recoveries, SettingsSource } from '#application/ports/operations.ts';
import type { ApprovalStore, IncidentStore, OutcomeStore } from '#application/ports/recovery.ts';
import type { Clock, HealthStore } from '#application/ports/telemetry.ts';
import { editIncident, requireIncident, writeNote } from '#application/recovery/incident-record.ts';
import { buildExecutionId, buildIncidentId } from '#contracts/naming.ts';
import type { Settings } from '#contracts/settings.ts';
import type { Anomaly } from '#domain/anomaly/anomaly.ts';
import { ConflictError } from '#domain/errors.ts';
import { type IncidentId, type Instant, type ServiceId, secondsAfter } from '#domain/ids.ts';
import {
  findIncidentToJoin,
  GROUPING_SECONDS,
  isWorthAnIncident,
  takeIn,
} from '#domain/incident/grouping.ts';
import { Incident } from '#domain/incident/incident.ts';
import { isEnd } from '#domain/incident/lifecycle.ts';
import { gradeSeverity, harmOf } from '#domain/incident/severity.ts';
import { describeEvidence, findLeadingEvidence, titleOf } from '#domain/incident/symptom.ts';
import { findEntryInForce } from '#domain/service/calendar.ts';

export interface OpenIncidentDeps {
  readonly clock: Clock;
  readonly settings: SettingsSource;
  readonly health: HealthStore;
  readonly incidents: IncidentStore;
  readonly recoveries: Recoveries;
  readonly approvals: ApprovalStore;
  readonly models: ModelRegistry;
  readonly outcomes: OutcomeStore;
  readonly feedback: FeedbackStore;
  readonly bus: EventBus;
  readonly log: Log;
}

/** Why an anomaly is no matter for an incident. */
export type IgnoredReason =
  | 'not-felt'
  | 'not-watched'
  | 'maintenance'
  | 'unknown-health'
  | 'too-late'
  | 'over-budget';

export type OpenIncidentOutput =
  | { readonly outcome: 'opened' | 'joined'; readonly incidentId: IncidentId }
  | { readonly outcome: 'ignored'; readonly reason: IgnoredReason };

/** Joins the anomaly to the incident it belongs to, or opens one and starts its recovery. */
export async function openIncident(deps: OpenIncidentDeps, told: Anomaly): Promise<OpenIncidentOutput> {
  const drifted = await findDrifted(deps);
  const anomaly = doubtScores(told, drifted);
  const settings = await deps.settings.current();
  const reason = await findReasonToIgnore(deps, anomaly, settings);
  if (reason) return { outcome: 'ignored', reason };
  const recent = await deps.incidents.listSince(secondsAfter(anomaly.at, -GROUPING_SECONDS));
  const joined = findIncidentToJoin(recent, anomaly, settings.services);
  if (joined) return join(deps, joined, { anomaly, settings });
  if (await isWithinBudget(deps, anomaly, settings))
    return open(deps, doubtWarnings(anomaly, drifted), settings);
  return holdBack(deps, anomaly);
}

/** The anomaly stays on record; nobody is called for it unless it grows. */
function holdBack({ log }: OpenIncidentDeps, { anomalyId, serviceId }: Anomaly): OpenIncidentOutput {
  const reason = 'over-budget';
  log.record('incident-held-back', { anomalyId, serviceId, reason });
  log.count('IncidentsHeldBack', 1);
  return { outcome: 'ignored', reason };
}

async function findReasonToIgnore(
  { clock, health }: OpenIncidentDeps,
  anomaly: Anomaly,
  { services, calendar }: Settings,
): Promise<IgnoredReason | undefined> {
  if (!isWorthAnIncident(anomaly)) return 'not-felt';
  const service = services.find(({ id }) => id === anomaly.serviceId);
  if (!service) return 'not-watched';
  if (isTooLate(anomaly, clock.now())) return 'too-late';
  if (findEntryInForce([...calendar, ...service.calendar], 'maintenance', anomaly.at)) return 'maintenance';
  const latest = await health.latest(anomaly.serviceId);
  return latest === undefined || latest.state === 'unknown' ? 'unknown-health' : undefined;
}

/** News of a minute so long ago say nothing of now. */
function isTooLate({ at }: Anomaly, now: Instant): boolean {
  return now > secondsAfter(at, GROUPING_SECONDS);
}

async function join(
  deps: OpenIncidentDeps,
  { incidentId }: Incident,
  { anomaly, settings }: { readonly anomaly: Anomaly; readonly settings: Settings },
): Promise<OpenIncidentOutput> {
  let isNewService = false;
  const written = await editIncident(deps, incidentId, (incident) => {
    isNewService = !incident.serviceIds.includes(anomaly.serviceId);
    return takeIn(incident, anomaly, settings.services);
  });
  if (written && isNewService) {
    await writeNote(deps, incidentId, {
      event: 'incident-joined',
      summary: `${anomaly.serviceId} shows it too: ${symptomOf(anomaly)}`,
      detail: { anomalyId: anomaly.anomalyId, severity: written.severity },
    });
  }
  if (written?.state === 'awaiting-approval' && isNewService)
    await withdrawQuestion(deps, incidentId, anomaly.serviceId);
  await ensureStarted(deps, written ?? (await requireIncident(deps, incidentId)));
  return { outcome: 'joined', incidentId };
}

/** A crash may have come between creating an incident and starting its recovery; starting twice is harmless. */
async function ensureStarted(
  { recoveries }: OpenIncidentDeps,
  { state, executionId, incidentId }: Incident,
): Promise<void> {
  if (state === 'open') await recoveries.start(executionId, incidentId);
}

/** A question asked before this was known may be the wrong one: it is withdrawn, and planned anew. */
async function withdrawQuestion(
  deps: OpenIncidentDeps,
  incidentId: IncidentId,
  serviceId: ServiceId,
): Promise<void> {
  for (const approval of await deps.approvals.listOf(incidentId)) {
    if (approval.status !== 'requested') continue;
    if (!(await deps.approvals.replace(approval, { ...approval, status: 'overtaken' }))) continue;
    const summary = `The question is withdrawn: ${serviceId} fell ill since it was asked`;
    await writeNote(deps, incidentId, { event: 'approval-overtaken', summary });
    await deps.recoveries.answer(approval.taskToken, { outcome: 'overtaken' });
  }
}

async function open(
  deps: OpenIncidentDeps,
  anomaly: Anomaly,
  settings: Settings,
): Promise<OpenIncidentOutput> {
  const incident = newIncident(anomaly, settings, deps.clock.now());
  const existing = await createIncident(deps, incident);
  if (existing && isEnd(existing.state)) return { outcome: 'ignored', reason: 'too-late' };
  if (!existing) await announce(deps, incident, anomaly);
  await ensureStarted(deps, incident);
  return { outcome: 'opened', incidentId: incident.incidentId };
}

/** The incident that was there already, if one was. */
export async function createIncident(
  { incidents }: Pick<OpenIncidentDeps, 'incidents'>,
  incident: Incident,
): Promise<Incident | undefined> {
  try {
    await incidents.create(incident);
    return undefined;
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error;
    return Incident.parse(error.existing);
  }
}

async function announce(deps: OpenIncidentDeps, incident: Incident, anomaly: Anomaly): Promise<void> {
  const { incidentId, severity, title } = incident;
  await writeNote(deps, incidentId, {
    event: 'incident-opened',
    summary: `${severity}: ${title}`,
    detail: { anomalyId: anomaly.anomalyId, evidence: anomaly.evidence, isFallback: anomaly.isFallback },
  });
  deps.log.count('IncidentsOpened', 1);
  await deps.bus.publish([{ type: 'incident-changed', incident }]);
}

function newIncident(anomaly: Anomaly, { services }: Settings, openedAt: Instant): Incident {
  const { serviceId, anomalyId, at, onsetAt, isFallback } = anomaly;
  const incidentId = buildIncidentId(serviceId, at);
  const evidence = { [serviceId]: anomaly.evidence };
  return {
    incidentId,
    version: 1,
    state: 'open',
    severity: gradeSeverity(harmOf(services, evidence)),
    title: titleOf(serviceId, anomaly.evidence),
    serviceId,
    serviceIds: [serviceId],
    anomalyIds: [anomalyId],
    evidence,
    onsetAt,
    openedAt,
    lastAnomalyAt: at,
    executionId: buildExecutionId(incidentId),
    isFallback,
  };
}

function symptomOf({ evidence }: Anomaly): string {
  const leading = findLeadingEvidence(evidence);
  return leading ? describeEvidence(leading) : 'an anomaly without evidence';
}
