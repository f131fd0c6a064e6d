// Outcomes and track records in the embedded database. A track record counts each outcome once, in the transaction that
// stores it, and outlives it: what was learned is kept longer than the incident.

import type { DatabaseSync } from 'node:sqlite';
import type { OutcomeStore } from '#application/ports/recovery.ts';
import { Outcome, TrackRecord } from '#domain/outcome/outcome.ts';
import { countAttempts } from '#domain/outcome/track-record.ts';
import { readBodies, readBody } from './body.ts';
import { atomically } from './database.ts';

/** Opens the store; its tables are made where they are missing. */
export function sqliteOutcomeStore(database: DatabaseSync): OutcomeStore {
  createTables(database);
  const statements = prepareStatements(database);

  return {
    async put(outcome) {
      return atomically(database, () => {
        const isFirst =
          statements.insert.run(outcome.incidentId, outcome.at, JSON.stringify(outcome)).changes === 1;
        if (!isFirst) return false;
        for (const { strategy, failureType, successes, failures } of countAttempts(outcome.attempts)) {
          statements.count.run(strategy, failureType, successes, failures);
        }
        return true;
      });
    },
    async find(incidentId) {
      return readBody(Outcome, statements.select.get(incidentId));
    },
    async listSince(since) {
      return readBodies(Outcome, statements.selectSince.all(since));
    },
    async trackRecords() {
      return statements.selectRecords.all().map((row) => TrackRecord.parse({ ...row }));
    },
  };
}

function createTables(database: DatabaseSync): void {
  database.exec(`
    CREATE TABLE IF NOT EXISTS outcome (
      incident_id TEXT PRIMARY KEY, at INTEGER NOT NULL, body TEXT NOT NULL
    ) STRICT;
    CREATE INDEX IF NOT EXISTS outcome_by_time ON outcome (at);
    CREATE TABLE IF NOT EXISTS track_record (
      strategy TEXT NOT NULL, failure_type TEXT NOT NULL, successes INTEGER NOT NULL, failures INTEGER NOT NULL,
      PRIMARY KEY (strategy, failure_type)
    ) STRICT, WITHOUT ROWID;
  `);
}

function prepareStatements(database: DatabaseSync) {
  return {
    insert: database.prepare(
      'INSERT INTO outcome (incident_id, at, body) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
    ),
    select: database.prepare('SELECT body FROM outcome WHERE incident_id = ?'),
    selectSince: database.prepare(
      'SELECT body FROM outcome WHERE at >= ? ORDER BY at DESC, incident_id DESC',
    ),
    count: database.prepare(
      `INSERT INTO track_record (strategy, failure_type, successes, failures) VALUES (?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET successes = successes + excluded.successes, failures = failures + excluded.failures`,
    ),
    selectRecords: database.prepare(
      `SELECT strategy, failure_type AS failureType, successes, failures FROM track_record
       ORDER BY strategy, failure_type`,
    ),
  };
}
