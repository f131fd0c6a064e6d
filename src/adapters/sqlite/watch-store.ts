// The rolling detection state of each service in the embedded database: the largest rows and the hottest path, so a
// row is written whole over the version that was read, and trusted when it is read again. What this process wrote last is
// kept beside it: as long as the row has that version, it need not be parsed again.

import type { DatabaseSync } from 'node:sqlite';
import type { WatchStore } from '#application/ports/telemetry.ts';
import type { ServiceWatch } from '#domain/detection/service-watch.ts';
import { trustBody } from './body.ts';

const CREATE_TABLE = `CREATE TABLE IF NOT EXISTS service_watch (
  service_id TEXT PRIMARY KEY, version INTEGER NOT NULL, body TEXT NOT NULL
) STRICT`;

/** Opens the store; its table is made where it is missing. */
export function sqliteWatchStore(database: DatabaseSync): WatchStore {
  database.exec(CREATE_TABLE);
  const select = database.prepare('SELECT body FROM service_watch WHERE service_id = ?');
  const selectVersion = database.prepare('SELECT version FROM service_watch WHERE service_id = ?');
  const written = new Map<string, ServiceWatch>();
  const insert = database.prepare(
    'INSERT INTO service_watch (service_id, version, body) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const update = database.prepare(
    'UPDATE service_watch SET version = ?, body = ? WHERE service_id = ? AND version = ?',
  );

  return {
    async load(serviceId) {
      const kept = written.get(serviceId);
      if (kept && selectVersion.get(serviceId)?.['version'] === kept.version) return kept;
      const row = select.get(serviceId);
      return row && trustBody<ServiceWatch>(row);
    },
    async save(watch, seen) {
      const body = JSON.stringify(watch);
      const { changes } = seen
        ? update.run(watch.version, body, watch.serviceId, seen.version)
        : insert.run(watch.serviceId, watch.version, body);
      if (changes === 1) written.set(watch.serviceId, watch);
      return changes === 1;
    },
  };
}
