// From anomalies, one a minute, to episodes: when a sign of a service began, and in which incident it was.

import type { Anomaly } from '#domain/anomaly/anomaly.ts';
import { type IncidentId, type Instant, type ServiceId, secondsBetween } from '#domain/ids.ts';
import type { Incident } from '#domain/incident/incident.ts';
import type { Sign } from '#domain/pattern/pattern.ts';

/** The beginning of a sign, or of the illness of a service. */
export interface Episode<Key> {
  readonly key: Key;
  readonly at: Instant;
  readonly incidentId?: IncidentId;
}

/** A sign that was gone for so long begins anew; as long as incidents are open to join. */
const GAP_SECONDS = 900;
/** The newest are looked at: a fleet with more in a week has other troubles than patterns. */
const MOST_EPISODES = 5000;

/** The beginnings of every sign, oldest first. */
export function signEpisodes(
  anomalies: readonly Anomaly[],
  incidents: readonly Incident[],
): readonly Episode<Sign>[] {
  return beginnings(anomalies, incidents, ({ serviceId, evidence }) =>
    evidence.map(({ indicator }) => ({ serviceId, indicator })),
  );
}

/** The beginnings of every service's illness, oldest first. */
export function illnesses(
  anomalies: readonly Anomaly[],
  incidents: readonly Incident[],
): readonly Episode<ServiceId>[] {
  return beginnings(anomalies, incidents, ({ serviceId }) => [serviceId]);
}

function beginnings<Key extends Sign | ServiceId>(
  anomalies: readonly Anomaly[],
  incidents: readonly Incident[],
  keysOf: (anomaly: Anomaly) => readonly Key[],
): readonly Episode<Key>[] {
  const owners = new Map(
    incidents.flatMap(({ incidentId, anomalyIds }) => anomalyIds.map((id) => [id, incidentId] as const)),
  );
  const lastSeen = new Map<string, Instant>();
  const episodes: Episode<Key>[] = [];
  for (const anomaly of anomalies.toSorted(byTime)) {
    const incidentId = owners.get(anomaly.anomalyId);
    for (const key of keysOf(anomaly)) {
      const last = lastSeen.get(nameOf(key));
      lastSeen.set(nameOf(key), anomaly.at);
      if (last !== undefined && secondsBetween(last, anomaly.at) <= GAP_SECONDS) continue;
      episodes.push({ key, at: anomaly.at, ...(incidentId && { incidentId }) });
    }
  }
  return episodes.slice(-MOST_EPISODES);
}

/** In one minute by id, so that the order of delivery is not the order of things. */
function byTime(one: Anomaly, other: Anomaly): number {
  return one.at - other.at || one.anomalyId.localeCompare(other.anomalyId);
}

/** A sign or a service as a text to count by. */
export function nameOf(key: Sign | ServiceId): string {
  return typeof key === 'string' ? key : `${key.serviceId} ${key.indicator}`;
}

/** How often keys begin. */
export interface Counts<Key> {
  /** 0 for one that never did. */
  of(key: Key): number;
  /** Keys that began at least so often. */
  reaching(least: number): number;
}

/** Counts the beginnings of each key. */
export function countKeys<Key extends Sign | ServiceId>(episodes: readonly Episode<Key>[]): Counts<Key> {
  const counts = new Map<string, number>();
  const of = (key: Key) => counts.get(nameOf(key)) ?? 0;
  for (const { key } of episodes) counts.set(nameOf(key), of(key) + 1);
  return { of, reaching: (least) => [...counts.values()].filter((count) => count >= least).length };
}
