// "What is the healer doing": the list of incidents, and everything that is known of one.

import type { FeedbackStore } from '#application/ports/learning.ts';
import type {
  ApprovalStore,
  CaptureStore,
  DiagnosisStore,
  IncidentStore,
  OutcomeStore,
  PlanStore,
  VerificationStore,
} from '#application/ports/recovery.ts';
import type { Clock } from '#application/ports/telemetry.ts';
import { viewApproval } from '#application/views/list-approvals.ts';
import { compareIncidents, summarizeIncident } from '#application/views/summarize-incident.ts';
import type { IncidentDetailAnswer, IncidentsAnswer } from '#contracts/api/incident-views.ts';
import type { Diagnosis, KeptDiagnosis } from '#domain/diagnosis/diagnosis.ts';
import { type IncidentId, secondsAfter } from '#domain/ids.ts';

export interface ListIncidentsDeps {
  readonly clock: Clock;
  readonly incidents: IncidentStore;
}

export interface ReadIncidentDeps extends ListIncidentsDeps {
  readonly diagnoses: DiagnosisStore;
  readonly plans: PlanStore;
  readonly approvals: ApprovalStore;
  readonly captures: CaptureStore;
  readonly verifications: VerificationStore;
  readonly outcomes: OutcomeStore;
  readonly feedback: FeedbackStore;
}

const SECONDS_PER_HOUR = 3600;

/** All open incidents, however old, and those of the last hours. */
export async function listIncidents(
  { clock, incidents }: ListIncidentsDeps,
  { hours }: { readonly hours: number },
): Promise<IncidentsAnswer> {
  const now = clock.now();
  const [open, recent] = await Promise.all([
    incidents.listOpen(),
    incidents.listSince(secondsAfter(now, -hours * SECONDS_PER_HOUR)),
  ]);
  const byId = new Map([...recent, ...open].map((incident) => [incident.incidentId, incident]));
  return { now, incidents: [...byId.values()].map(summarizeIncident).sort(compareIncidents) };
}

/** The incident with its timeline, diagnosis, plans, decisions, captures, verifications and end; undefined when unknown. */
export async function readIncident(
  deps: ReadIncidentDeps,
  incidentId: IncidentId,
): Promise<IncidentDetailAnswer | undefined> {
  const incident = await deps.incidents.find(incidentId);
  if (!incident) return undefined;
  const [timeline, diagnosis, plans, approvals, captures, verifications, outcome, feedback] =
    await Promise.all([
      deps.incidents.timeline(incidentId),
      deps.diagnoses.find(incidentId),
      deps.plans.listOf(incidentId),
      deps.approvals.listOf(incidentId),
      deps.captures.listOf(incident.executionId),
      deps.verifications.list(incidentId),
      deps.outcomes.find(incidentId),
      deps.feedback.find(incidentId),
    ]);
  return {
    now: deps.clock.now(),
    incident,
    timeline,
    plans,
    approvals: approvals.map(viewApproval),
    captures,
    verifications,
    ...(diagnosis && { diagnosis: withoutShadow(diagnosis) }),
    ...(outcome && { outcome }),
    ...(feedback && { feedback }),
  };
}

/** What is tried in shadow is shown to nobody. */
function withoutShadow({ shadow: _, shadowTypes: __, ...shown }: KeptDiagnosis): Diagnosis {
  return shown;
}
