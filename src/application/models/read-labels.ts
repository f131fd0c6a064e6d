// The ended incidents of a window with what is known of them: people's word, or a verified recovery.

import type { FeedbackStore } from '#application/ports/learning.ts';
import type { IncidentStore, OutcomeStore } from '#application/ports/recovery.ts';
import { type IncidentLabel, labelOf } from '#domain/feedback/label.ts';
import type { Instant } from '#domain/ids.ts';
import type { Incident } from '#domain/incident/incident.ts';

export interface ReadLabelsDeps {
  readonly incidents: IncidentStore;
  readonly outcomes: OutcomeStore;
  readonly feedback: FeedbackStore;
}

export interface LabelledIncident {
  readonly incident: Incident;
  /** When it was opened. */
  readonly at: Instant;
  readonly label: IncidentLabel;
  /** The highest probability that the model gave what led to it; absent when no model took part. */
  readonly probability?: number;
}

/** The incidents since a moment; those that are open are unknown unless people have spoken already. */
export async function readLabels(deps: ReadLabelsDeps, since: Instant): Promise<readonly LabelledIncident[]> {
  const [incidents, outcomes, judgements] = await Promise.all([
    deps.incidents.listSince(since),
    deps.outcomes.listSince(since),
    deps.feedback.listSince(since),
  ]);
  const outcomeOf = new Map(outcomes.map((outcome) => [outcome.incidentId, outcome]));
  const feedbackOf = new Map(judgements.map((feedback) => [feedback.incidentId, feedback]));
  return incidents.map((incident) => {
    const { incidentId, openedAt } = incident;
    const label = labelOf(outcomeOf.get(incidentId), feedbackOf.get(incidentId));
    return { incident, at: openedAt, label, ...probabilityOf(incident) };
  });
}

function probabilityOf({ evidence }: Incident): Pick<LabelledIncident, 'probability'> {
  const scores = Object.values(evidence).flatMap((found) =>
    found.flatMap(({ modelScore }) => modelScore ?? []),
  );
  return scores.length === 0 ? {} : { probability: Math.max(...scores) };
}
