// The short form of an incident that lists show, and the order in which people want to see them.

import type { IncidentSummary } from '#contracts/api/service-views.ts';
import type { Incident } from '#domain/incident/incident.ts';
import { isEnd } from '#domain/incident/lifecycle.ts';

/** The incident without its evidence. */
export function summarizeIncident(incident: Incident): IncidentSummary {
  const { incidentId, state, severity, title, serviceId, serviceIds } = incident;
  const { onsetAt, openedAt, lastAnomalyAt, closedAt, closing } = incident;
  return {
    incidentId,
    state,
    isOpen: !isEnd(state),
    severity,
    title,
    serviceId,
    serviceIds,
    onsetAt,
    openedAt,
    lastAnomalyAt,
    ...(closedAt !== undefined && { closedAt }),
    ...(closing !== undefined && { closing }),
  };
}

/** Open ones first, the worst on top; then the closed ones; within either, the newest first. */
export function compareIncidents(one: IncidentSummary, other: IncidentSummary): number {
  if (one.isOpen !== other.isOpen) return one.isOpen ? -1 : 1;
  const bySeverity = one.isOpen ? one.severity.localeCompare(other.severity) : 0;
  return bySeverity || other.openedAt - one.openedAt;
}
