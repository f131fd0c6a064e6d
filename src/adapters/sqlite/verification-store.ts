// What each look at a recovery saw, in the embedded database, in the order of the looks.

import type { DatabaseSync } from 'node:sqlite';
import type { VerificationStore } from '#application/ports/recovery.ts';
import { Verification } from '#domain/verification/verification.ts';
import { readBodies } from './body.ts';

/** Opens the store; its table is made where it is missing. */
export function sqliteVerificationStore(database: DatabaseSync): VerificationStore {
  database.exec(`
    CREATE TABLE IF NOT EXISTS verification (
      sequence INTEGER PRIMARY KEY, incident_id TEXT NOT NULL, body TEXT NOT NULL
    ) STRICT;
    CREATE INDEX IF NOT EXISTS verification_of_incident ON verification (incident_id, sequence);
  `);
  const insert = database.prepare('INSERT INTO verification (incident_id, body) VALUES (?, ?)');
  const selectOf = database.prepare('SELECT body FROM verification WHERE incident_id = ? ORDER BY sequence');

  return {
    async add(incidentId, verification) {
      insert.run(incidentId, JSON.stringify(verification));
    },
    async list(incidentId) {
      return readBodies(Verification, selectOf.all(incidentId));
    },
  };
}
