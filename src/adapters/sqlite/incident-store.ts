// Incidents and their timelines in the embedded database. The version that a writer has read is the condition of its
// write, so two steps that judge the same incident cannot overwrite each other.

import type { DatabaseSync } from 'node:sqlite';
import type { IncidentStore } from '#application/ports/recovery.ts';
import { ConflictError } from '#domain/errors.ts';
import { Incident, TimelineEntry } from '#domain/incident/incident.ts';
import { isEnd } from '#domain/incident/lifecycle.ts';
import { readBodies, readBody } from './body.ts';

/** Opens the store; its tables are made where they are missing. */
export function sqliteIncidentStore(database: DatabaseSync): IncidentStore {
  createTables(database);
  const statements = prepareStatements(database);

  return {
    async create(incident) {
      if (statements.insert.run(columnsOf(incident)).changes === 1) return;
      throw new ConflictError(
        `Incident ${incident.incidentId} is open already; join it instead`,
        readBody(Incident, statements.select.get(incident.incidentId)),
      );
    },
    async find(incidentId) {
      return readBody(Incident, statements.select.get(incidentId));
    },
    async replace(next) {
      return statements.update.run(columnsOf(next)).changes === 1;
    },
    async listOpen() {
      return readBodies(Incident, statements.selectOpen.all());
    },
    async listSince(since) {
      return readBodies(Incident, statements.selectSince.all(since));
    },
    async addTimeline(entry) {
      statements.insertEntry.run(entry.incidentId, JSON.stringify(entry));
    },
    async timeline(incidentId) {
      return readBodies(TimelineEntry, statements.selectEntries.all(incidentId));
    },
  };
}

function createTables(database: DatabaseSync): void {
  database.exec(`
    CREATE TABLE IF NOT EXISTS incident (
      incident_id TEXT PRIMARY KEY, execution_id TEXT NOT NULL, version INTEGER NOT NULL, is_open INTEGER NOT NULL,
      opened_at INTEGER NOT NULL, seen_at INTEGER NOT NULL, body TEXT NOT NULL
    ) STRICT;
    CREATE INDEX IF NOT EXISTS incident_open ON incident (opened_at) WHERE is_open = 1;
    CREATE INDEX IF NOT EXISTS incident_by_time ON incident (seen_at);
    CREATE TABLE IF NOT EXISTS incident_timeline (
      sequence INTEGER PRIMARY KEY, incident_id TEXT NOT NULL, body TEXT NOT NULL
    ) STRICT;
    CREATE INDEX IF NOT EXISTS incident_timeline_of ON incident_timeline (incident_id, sequence);
  `);
}

function prepareStatements(database: DatabaseSync) {
  return {
    insert: database.prepare(
      `INSERT INTO incident (incident_id, execution_id, version, is_open, opened_at, seen_at, body)
       VALUES (:id, :executionId, :version, :isOpen, :openedAt, :seenAt, :body) ON CONFLICT DO NOTHING`,
    ),
    update: database.prepare(
      `UPDATE incident SET execution_id = :executionId, version = :version, is_open = :isOpen,
         opened_at = :openedAt, seen_at = :seenAt, body = :body
       WHERE incident_id = :id AND version = :version - 1`,
    ),
    select: database.prepare('SELECT body FROM incident WHERE incident_id = ?'),
    selectOpen: database.prepare(
      'SELECT body FROM incident WHERE is_open = 1 ORDER BY opened_at, incident_id',
    ),
    selectSince: database.prepare(
      'SELECT body FROM incident WHERE seen_at >= ? ORDER BY opened_at DESC, incident_id DESC',
    ),
    insertEntry: database.prepare('INSERT INTO incident_timeline (incident_id, body) VALUES (?, ?)'),
    selectEntries: database.prepare(
      'SELECT body FROM incident_timeline WHERE incident_id = ? ORDER BY sequence',
    ),
  };
}

function columnsOf(incident: Incident) {
  return {
    id: incident.incidentId,
    executionId: incident.executionId,
    version: incident.version,
    isOpen: isEnd(incident.state) ? 0 : 1,
    openedAt: incident.openedAt,
    seenAt: Math.max(incident.openedAt, incident.lastAnomalyAt),
    body: JSON.stringify(incident),
  };
}
