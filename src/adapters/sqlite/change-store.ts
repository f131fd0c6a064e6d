// The change log in the embedded database: deployments, configurations and scalings. The first record of each stays.

import type { DatabaseSync } from 'node:sqlite';
import type { ChangeStore } from '#application/ports/telemetry.ts';
import { Change } from '#domain/change/change.ts';
import { readBodies } from './body.ts';

/** Opens the store; its table is made where it is missing. */
export function sqliteChangeStore(database: DatabaseSync): ChangeStore {
  database.exec(`
    CREATE TABLE IF NOT EXISTS change (
      change_id TEXT PRIMARY KEY, service_id TEXT NOT NULL, at INTEGER NOT NULL, body TEXT NOT NULL
    ) STRICT;
    CREATE INDEX IF NOT EXISTS change_by_service ON change (service_id, at);
  `);
  const insert = database.prepare(
    'INSERT INTO change (change_id, service_id, at, body) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const selectRange = database.prepare(
    `SELECT body FROM change
     WHERE service_id IN (SELECT value FROM json_each(?)) AND at >= ? AND at < ? ORDER BY at, change_id`,
  );

  return {
    async put(change) {
      insert.run(change.changeId, change.serviceId, change.at, JSON.stringify(change));
    },
    async list(serviceIds, from, to) {
      return readBodies(Change, selectRange.all(JSON.stringify(serviceIds), from, to));
    },
  };
}
