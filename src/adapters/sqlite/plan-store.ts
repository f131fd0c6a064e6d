// Plans in the embedded database, in the order they were made.

import type { DatabaseSync } from 'node:sqlite';
import type { PlanStore } from '#application/ports/recovery.ts';
import { Plan } from '#domain/plan/plan.ts';
import { readBodies, readBody } from './body.ts';

/** Opens the store; its table is made where it is missing. */
export function sqlitePlanStore(database: DatabaseSync): PlanStore {
  database.exec(`
    CREATE TABLE IF NOT EXISTS plan (
      sequence INTEGER PRIMARY KEY, plan_id TEXT NOT NULL UNIQUE, incident_id TEXT NOT NULL, body TEXT NOT NULL
    ) STRICT;
    CREATE INDEX IF NOT EXISTS plan_of_incident ON plan (incident_id, sequence);
  `);
  const upsert = database.prepare(
    `INSERT INTO plan (plan_id, incident_id, body) VALUES (?, ?, ?)
     ON CONFLICT (plan_id) DO UPDATE SET body = excluded.body`,
  );
  const select = database.prepare('SELECT body FROM plan WHERE plan_id = ?');
  const selectOf = database.prepare('SELECT body FROM plan WHERE incident_id = ? ORDER BY sequence');

  return {
    async put(plan) {
      upsert.run(plan.planId, plan.incidentId, JSON.stringify(plan));
    },
    async find(planId) {
      return readBody(Plan, select.get(planId));
    },
    async listOf(incidentId) {
      return readBodies(Plan, selectOf.all(incidentId));
    },
  };
}
