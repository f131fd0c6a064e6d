// Incidents that people know of against those that were found: which were seen and how early, which were missed, and which
// pages were about nothing that anybody knows.

import { medianOf } from '#domain/baseline/robust.ts';
import { secondsAfter, secondsBetween } from '#domain/ids.ts';
import type { Incident } from '#domain/incident/incident.ts';
import type { KnownIncident } from './recorded-events.ts';
import type { KnownReport } from './report.ts';

/** An incident as it was found. */
export type FoundIncident = Pick<Incident, 'incidentId' | 'openedAt' | 'serviceIds'>;

/** Found so long before people noticed, it still is the same trouble: the horizon of predictions. */
const EARLY_SECONDS = 1800;
/** What follows an incident by less is its aftermath. */
const LATE_SECONDS = 900;

/** Matches both; `serviceWeeks` is what false pages are counted over. */
export function matchKnown(
  known: readonly KnownIncident[],
  found: readonly FoundIncident[],
  serviceWeeks: number,
): KnownReport {
  const incidents = known.map((each) => {
    const first = found.find((incident) => isAbout(incident, each) && incident.openedAt <= each.to);
    return {
      from: new Date(each.from).toISOString(),
      to: new Date(each.to).toISOString(),
      service: each.service ?? null,
      incidentId: first?.incidentId ?? null,
      delaySeconds: first ? secondsBetween(each.from, first.openedAt) : null,
    };
  });
  const delays = incidents.flatMap(({ delaySeconds }) => delaySeconds ?? []);
  const falsePages = found.filter((incident) => !known.some((each) => isAbout(incident, each))).length;
  return {
    incidents,
    found: delays.length,
    missed: known.length - delays.length,
    medianDelaySeconds: delays.length === 0 ? null : medianOf(delays),
    falsePages,
    falsePagesPerServiceWeek: Math.round((1000 * falsePages) / serviceWeeks) / 1000,
  };
}

/** Whether an incident was found in the time of a known one, or close to it, on its service. */
function isAbout({ openedAt, serviceIds }: FoundIncident, { from, to, service }: KnownIncident): boolean {
  const isInTime =
    openedAt >= secondsAfter(from, -EARLY_SECONDS) && openedAt <= secondsAfter(to, LATE_SECONDS);
  return isInTime && (service === undefined || serviceIds.some((serviceId) => serviceId === service));
}
