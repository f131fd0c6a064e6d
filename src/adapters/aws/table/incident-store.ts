// Incidents and their timelines in the table. The version that a writer has read is the condition of its write, and the
// pointer that lists an incident as open is written and removed in the same transaction as the incident.

import type { IncidentStore } from '#application/ports/recovery.ts';
import type { Clock } from '#application/ports/telemetry.ts';
import { incidentKey, openIncidentKey, pointerRange, type TableKey } from '#contracts/table-keys.ts';
import { monthRanges, placeInMonth } from '#contracts/table-lists.ts';
import { ConflictError } from '#domain/errors.ts';
import { IncidentId, Instant } from '#domain/ids.ts';
import { Incident, TimelineEntry } from '#domain/incident/incident.ts';
import { isEnd } from '#domain/incident/lifecycle.ts';
import type { Item } from './attributes.ts';
import { bodyOf, readBodies, readBody } from './body.ts';
import { ABSENT, versionIs } from './condition.ts';
import { pointedIds, pointerItem } from './pointer.ts';
import { addToSequence, readSequence } from './sequence.ts';
import type { Table } from './table.ts';
import { put } from './writes.ts';

/** The store over an open table. */
export function tableIncidentStore(table: Table, clock: Clock): IncidentStore {
  return {
    create: (incident) => createIncident(table, incident),
    async find(incidentId) {
      return readBody(Incident, await table.get(incidentKey(incidentId)));
    },
    async replace(next) {
      const incidentPut = put(itemOf(table, next), versionIs(next.version - 1));
      const { isWritten } = isEnd(next.state)
        ? await table.write(incidentPut, { kind: 'remove', key: openIncidentKey(next) })
        : await table.write(incidentPut);
      return isWritten;
    },
    async listOpen() {
      const incidents = await readIncidents(table, await openKeys(table));
      return incidents.filter(({ state }) => !isEnd(state));
    },
    listSince: (since) => listSince(table, since, clock.now()),
    async addTimeline(entry) {
      await addToSequence(table, { incidentId: entry.incidentId, sequence: 'timeline' }, entry);
    },
    async timeline(incidentId) {
      return readSequence(table, { incidentId, sequence: 'timeline' }, TimelineEntry);
    },
  };
}

async function createIncident(table: Table, incident: Incident): Promise<void> {
  const { incidentId } = incident;
  const pointer = put(pointerItem(openIncidentKey(incident), incidentId));
  const written = await table.write(put(itemOf(table, incident), ABSENT), pointer);
  if (written.isWritten) return;
  throw new ConflictError(
    `Incident ${incidentId} is open already; join it instead`,
    readBody(Incident, written.existing),
  );
}

/** An open incident never expires. */
function itemOf(table: Table, incident: Incident): Item {
  const seenAt = seenAtOf(incident);
  return {
    ...incidentKey(incident.incidentId),
    ...bodyOf(incident),
    ...placeInMonth('incidents', seenAt),
    ...(isEnd(incident.state) ? table.expiries.incident(seenAt) : {}),
    version: incident.version,
  };
}

function seenAtOf({ openedAt, lastAnomalyAt }: Incident): Instant {
  return Instant.parse(Math.max(openedAt, lastAnomalyAt));
}

async function openKeys(table: Table): Promise<readonly TableKey[]> {
  const pointers = await table.query(pointerRange('open-incidents'));
  return pointedIds(IncidentId, pointers).map((incidentId) => incidentKey(incidentId));
}

async function readIncidents(table: Table, keys: readonly TableKey[]): Promise<readonly Incident[]> {
  return readBodies(Incident, await table.getAll(keys));
}

/**
 * The index names what was seen, the table says how it is now; and because the index is a moment behind, open incidents
 * come from their pointers, so that grouping never misses the one that was opened just now.
 */
async function listSince(table: Table, since: Instant, now: Instant): Promise<readonly Incident[]> {
  const months = monthRanges('incidents', since, now).map((range) => table.listKeys(range));
  const keys = (await Promise.all([...months, openKeys(table)])).flat();
  const incidents = await readIncidents(table, [...new Map(keys.map((key) => [key.pk, key])).values()]);
  return incidents.filter((incident) => seenAtOf(incident) >= since).sort(compareNewestFirst);
}

function compareNewestFirst(a: Incident, b: Incident): number {
  return b.openedAt - a.openedAt || (a.incidentId < b.incidentId ? 1 : -1);
}
