// Which anomalies belong to one incident: same service, or services that call each other, at about the same time.

import { type Anomaly, type Evidence, headsForLimit } from '#domain/anomaly/anomaly.ts';
import { type Instant, type ServiceId, secondsAfter } from '#domain/ids.ts';
import type { Incident } from '#domain/incident/incident.ts';
import { isEnd } from '#domain/incident/lifecycle.ts';
import { gradeSeverity, harmOf, worseSeverity } from '#domain/incident/severity.ts';
import type { Service } from '#domain/service/service.ts';
import { dependenciesOf } from '#domain/service/topology.ts';

/** An incident without a new anomaly for so long takes no more in: the default cool time of PagerDuty's time grouping is of this size. */
export const GROUPING_SECONDS = 900;
/** How long people who were called have the trouble to themselves, before it is looked at, and they are called, anew. */
const HANDED_OVER_SECONDS = 2700;
/** Calls between a cause and where it is felt first: what lies further is joined through the services in between. */
const GROUPING_HOPS = 2;
/** Ids kept of one incident; at one a minute and service this is more than anyone reads. */
const ANOMALY_IDS_KEPT = 200;

/** Whether an anomaly is worth an incident: users feel it, a limit lies ahead, or its owner has made a rule of it. */
export function isWorthAnIncident({ isUserVisible, evidence }: Anomaly): boolean {
  return isUserVisible || evidence.some((each) => headsForLimit(each) || each.detectors.includes('rule'));
}

/** Calls from one service to the other, in either direction; undefined when they are further apart than grouped. */
export function hopsBetween(services: readonly Service[], a: ServiceId, b: ServiceId): number | undefined {
  const hops = [hopsDown(services, a, b), hopsDown(services, b, a)].filter((each) => each !== undefined);
  return hops.length === 0 ? undefined : Math.min(...hops);
}

function hopsDown(services: readonly Service[], from: ServiceId, to: ServiceId): number | undefined {
  let reached: readonly ServiceId[] = [from];
  for (let hops = 0; hops <= GROUPING_HOPS; hops++) {
    if (reached.includes(to)) return hops;
    reached = reached.flatMap((serviceId) => dependenciesOf(services, serviceId));
  }
  return undefined;
}

/**
 * The incident an anomaly joins. Running ones come first, the nearest of them; an ended one takes in what it caused
 * before its end and, while people look at it, what its own services still show, so that the same trouble is not opened
 * over and over. Trouble on a service beside it is a new one.
 */
export function findIncidentToJoin(
  incidents: readonly Incident[],
  anomaly: Anomaly,
  services: readonly Service[],
): Incident | undefined {
  const near = incidents
    .filter((incident) => takesIn(incident, anomaly))
    .map((incident) => ({ incident, hops: nearest(incident, anomaly.serviceId, services) }))
    .filter(({ hops }) => Number.isFinite(hops));
  near.sort((a, b) => Number(isEnd(a.incident.state)) - Number(isEnd(b.incident.state)) || a.hops - b.hops);
  return near[0]?.incident;
}

function nearest({ serviceIds }: Incident, serviceId: ServiceId, services: readonly Service[]): number {
  return Math.min(
    ...serviceIds.map((member) => hopsBetween(services, member, serviceId) ?? Number.POSITIVE_INFINITY),
  );
}

function takesIn(incident: Incident, { at, serviceId }: Anomaly): boolean {
  const { state, lastAnomalyAt, openedAt, closedAt, serviceIds } = incident;
  const isInTime = at <= secondsAfter(later(lastAnomalyAt, openedAt), GROUPING_SECONDS);
  if (!isEnd(state)) return isInTime;
  if (closedAt !== undefined && at <= closedAt) return true;
  const isStillTheirs = closedAt !== undefined && at <= secondsAfter(closedAt, HANDED_OVER_SECONDS);
  return isInTime && isStillTheirs && state === 'escalated' && serviceIds.includes(serviceId);
}

/** The incident with one more anomaly; the very same object when it holds the anomaly already. */
export function takeIn(incident: Incident, anomaly: Anomaly, services: readonly Service[]): Incident {
  if (incident.anomalyIds.includes(anomaly.anomalyId)) return incident;
  const { serviceId } = anomaly;
  const known = incident.evidence[serviceId] ?? [];
  const evidence = { ...incident.evidence, [serviceId]: mergeEvidence(known, anomaly.evidence) };
  const felt = { ...evidence, [serviceId]: [...known, ...anomaly.evidence] };
  const isNewService = !incident.serviceIds.includes(serviceId);
  return {
    ...incident,
    severity: worseSeverity(incident.severity, gradeSeverity(harmOf(services, felt))),
    serviceIds: isNewService ? [...incident.serviceIds, serviceId] : incident.serviceIds,
    anomalyIds: [...incident.anomalyIds, anomaly.anomalyId].slice(-ANOMALY_IDS_KEPT),
    evidence,
    onsetAt: earlier(incident.onsetAt, anomaly.onsetAt),
    lastAnomalyAt: later(incident.lastAnomalyAt, anomaly.at),
    isFallback: incident.isFallback || anomaly.isFallback,
  };
}

/** What was seen first of each indicator stays: bands follow an incident, so later ones are too kind. */
function mergeEvidence(known: readonly Evidence[], found: readonly Evidence[]): readonly Evidence[] {
  const isKnown = ({ indicator }: Evidence) => known.some((each) => each.indicator === indicator);
  return [...known, ...found.filter((each) => !isKnown(each))];
}

function later(a: Instant, b: Instant): Instant {
  return a > b ? a : b;
}

function earlier(a: Instant, b: Instant): Instant {
  return a < b ? a : b;
}
