// A person says what an incident was worth (B8). The word is kept, audited and shown; models are compared by it, and the
// indicator that led the incident is watched a little less, or more, closely for a month.

import type { FeedbackStore } from '#application/ports/learning.ts';
import type { Log } from '#application/ports/operations.ts';
import type { AuditLog, IncidentStore } from '#application/ports/recovery.ts';
import type { Clock } from '#application/ports/telemetry.ts';
import { writeNote } from '#application/recovery/incident-record.ts';
import type { Feedback, FeedbackVerdict } from '#domain/feedback/feedback.ts';
import type { IncidentId } from '#domain/ids.ts';
import { findLeadingEvidence } from '#domain/incident/symptom.ts';
import { ok, type Result, refuse } from '#domain/result.ts';

export interface JudgeIncidentDeps {
  readonly clock: Clock;
  readonly incidents: IncidentStore;
  readonly feedback: FeedbackStore;
  readonly audit: AuditLog;
  readonly log: Log;
}

export interface IncidentJudgement {
  readonly incidentId: IncidentId;
  readonly verdict: FeedbackVerdict;
  readonly by: string;
  readonly note?: string | undefined;
}

export interface JudgementRefusal {
  readonly reason: 'not-found';
  readonly detail: string;
}

/** Keeps the judgement; a later one takes the place of an earlier one, and both stay on the audit log. */
export async function judgeIncident(
  deps: JudgeIncidentDeps,
  { incidentId, verdict, by, note }: IncidentJudgement,
): Promise<Result<Feedback, JudgementRefusal>> {
  const incident = await deps.incidents.find(incidentId);
  if (!incident) return refuse({ reason: 'not-found', detail: `There is no incident ${incidentId}` });
  const { serviceId } = incident;
  const indicator = findLeadingEvidence(incident.evidence[serviceId] ?? [])?.indicator;
  const at = deps.clock.now();
  const feedback: Feedback = {
    incidentId,
    verdict,
    by,
    at,
    serviceId,
    ...(indicator !== undefined && { indicator }),
    ...(note !== undefined && { note }),
  };
  await deps.feedback.put(feedback);
  const detail = { verdict, note: note ?? null };
  await deps.audit.append({ at, event: 'incident-judged', actor: by, subject: incidentId, detail });
  const why = note === undefined ? '' : `: ${note}`;
  await writeNote(deps, incidentId, {
    event: 'incident-judged',
    summary: `${by} judged it ${verdict}${why}`,
  });
  return ok(feedback);
}
