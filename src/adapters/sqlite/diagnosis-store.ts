// The latest diagnosis of each incident in the embedded database.

import type { DatabaseSync } from 'node:sqlite';
import type { DiagnosisStore } from '#application/ports/recovery.ts';
import { KeptDiagnosis } from '#domain/diagnosis/diagnosis.ts';
import { readBody } from './body.ts';

/** Opens the store; its table is made where it is missing. */
export function sqliteDiagnosisStore(database: DatabaseSync): DiagnosisStore {
  database.exec(
    'CREATE TABLE IF NOT EXISTS diagnosis (incident_id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT',
  );
  const upsert = database.prepare('INSERT OR REPLACE INTO diagnosis (incident_id, body) VALUES (?, ?)');
  const select = database.prepare('SELECT body FROM diagnosis WHERE incident_id = ?');

  return {
    async put(diagnosis) {
      upsert.run(diagnosis.incidentId, JSON.stringify(diagnosis));
    },
    async find(incidentId) {
      return readBody(KeptDiagnosis, select.get(incidentId));
    },
  };
}
