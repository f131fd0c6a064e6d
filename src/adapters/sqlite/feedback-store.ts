// What people said of incidents, in the embedded database: one row for each incident, the last word.

import type { DatabaseSync } from 'node:sqlite';
import type { FeedbackStore } from '#application/ports/learning.ts';
import { Feedback } from '#domain/feedback/feedback.ts';
import { readBodies, readBody } from './body.ts';

/** Opens the store; its table is made where it is missing. */
export function sqliteFeedbackStore(database: DatabaseSync): FeedbackStore {
  database.exec(`
    CREATE TABLE IF NOT EXISTS incident_feedback (
      incident_id TEXT PRIMARY KEY, at INTEGER NOT NULL, body TEXT NOT NULL
    ) STRICT;
    CREATE INDEX IF NOT EXISTS incident_feedback_by_time ON incident_feedback (at);
  `);
  const upsert = database.prepare(
    `INSERT INTO incident_feedback (incident_id, at, body) VALUES (?, ?, ?)
     ON CONFLICT DO UPDATE SET at = excluded.at, body = excluded.body`,
  );
  const select = database.prepare('SELECT body FROM incident_feedback WHERE incident_id = ?');
  const selectSince = database.prepare(
    'SELECT body FROM incident_feedback WHERE at >= ? ORDER BY at DESC, incident_id DESC',
  );

  return {
    async put(feedback) {
      upsert.run(feedback.incidentId, feedback.at, JSON.stringify(feedback));
    },
    async find(incidentId) {
      return readBody(Feedback, select.get(incidentId));
    },
    async listSince(since) {
      return readBodies(Feedback, selectSince.all(since));
    },
  };
}
