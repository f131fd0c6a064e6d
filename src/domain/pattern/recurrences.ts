// Recurrences (M45, M104): incidents that look alike, by what was abnormal where and on which side. Deterministic: an
// incident joins the group whose first member it is most like.

import { Instant } from '#domain/ids.ts';
import type { Incident } from '#domain/incident/incident.ts';
import { nameIndicator } from '#domain/incident/symptom.ts';
import type { Recurrence } from '#domain/pattern/pattern.ts';

/** Incidents of a group share at least this part of their signs (Jaccard): every second one. */
const LEAST_LIKENESS = 0.5;
const MOST_RECURRENCES = 30;
const MOST_INCIDENTS = 10;

interface Signature {
  readonly incident: Incident;
  readonly signs: ReadonlySet<string>;
}

interface Group {
  readonly leader: Signature;
  readonly members: Signature[];
}

/** What an incident is known by: `checkout error-share above, checkout latency-p99 above`; the same at every telling. */
export function fingerprintOf({ evidence }: Pick<Incident, 'evidence'>): string {
  return signsOf({ evidence }).join(', ');
}

function signsOf({ evidence }: Pick<Incident, 'evidence'>): readonly string[] {
  return Object.entries(evidence)
    .flatMap(([serviceId, parts]) =>
      parts.map(({ indicator, direction }) => `${serviceId} ${indicator} ${direction}`),
    )
    .sort();
}

/** Groups of two and more incidents, the largest first. */
export function findRecurrences(incidents: readonly Incident[]): readonly Recurrence[] {
  return groupAlike(incidents)
    .filter(({ members }) => members.length > 1)
    .map(describeGroup)
    .toSorted((one, other) => other.support - one.support || other.lastAt - one.lastAt)
    .slice(0, MOST_RECURRENCES);
}

function groupAlike(incidents: readonly Incident[]): readonly Group[] {
  const groups: Group[] = [];
  for (const incident of incidents.toSorted(byAge)) {
    const signature = { incident, signs: new Set(signsOf(incident)) };
    // An incident that a person has opened without evidence is like no other.
    if (signature.signs.size === 0) continue;
    const [best] = groups
      .map((group) => ({ group, likeness: likenessOf(group.leader.signs, signature.signs) }))
      .sort((one, other) => other.likeness - one.likeness);
    if (best && best.likeness >= LEAST_LIKENESS) best.group.members.push(signature);
    else groups.push({ leader: signature, members: [signature] });
  }
  return groups;
}

function byAge(one: Incident, other: Incident): number {
  return one.openedAt - other.openedAt || one.incidentId.localeCompare(other.incidentId);
}

function likenessOf(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const shared = [...one].filter((sign) => other.has(sign)).length;
  return shared / (one.size + other.size - shared);
}

function describeGroup({ leader, members }: Group): Recurrence {
  const incidents = members.map(({ incident }) => incident);
  return {
    kind: 'recurrence',
    fingerprint: fingerprintOf(leader.incident),
    support: members.length,
    firstAt: leader.incident.openedAt,
    lastAt: Instant.parse(Math.max(...incidents.map(({ openedAt }) => openedAt))),
    ends: countEnds(incidents),
    incidentIds: incidents.slice(-MOST_INCIDENTS).map(({ incidentId }) => incidentId),
    summary: `${tellBeginning(leader.incident)}: ${members.length} times`,
  };
}

function countEnds(incidents: readonly Incident[]): Recurrence['ends'] {
  const ends: Recurrence['ends'] = {};
  for (const { state } of incidents) ends[state] = (ends[state] ?? 0) + 1;
  return ends;
}

/** `checkout: error share and p99 latency, with cart`. */
function tellBeginning({ serviceId, serviceIds, evidence }: Incident): string {
  const names = (evidence[serviceId] ?? []).map(({ indicator }) => nameIndicator(indicator));
  const others = serviceIds.filter((id) => id !== serviceId);
  return `${serviceId}: ${names.join(' and ') || 'nothing of its own'}${others.length > 0 ? `, with ${others.join(', ')}` : ''}`;
}
