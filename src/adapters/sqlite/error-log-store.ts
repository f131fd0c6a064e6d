// Counts of errors in the embedded database, one row per service, minute and delivery. The first one stays.

import type { DatabaseSync } from 'node:sqlite';
import type { ErrorLogStore } from '#application/ports/error-logs.ts';
import { ErrorMinute } from '#domain/error-class/error-minute.ts';
import { readBodies } from './body.ts';

/** Opens the store; its table is made where it is missing. */
export function sqliteErrorLogStore(database: DatabaseSync): ErrorLogStore {
  database.exec(
    `CREATE TABLE IF NOT EXISTS error_minute (
       service_id TEXT NOT NULL, at INTEGER NOT NULL, delivery_id TEXT NOT NULL, body TEXT NOT NULL,
       PRIMARY KEY (service_id, at, delivery_id)
     ) STRICT, WITHOUT ROWID`,
  );
  const insert = database.prepare(
    'INSERT INTO error_minute (service_id, at, delivery_id, body) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const selectRange = database.prepare(
    'SELECT body FROM error_minute WHERE service_id = ? AND at >= ? AND at < ? ORDER BY at, delivery_id',
  );

  return {
    async put(minute) {
      insert.run(minute.serviceId, minute.at, minute.deliveryId, JSON.stringify(minute));
    },
    async list(serviceId, from, to) {
      return readBodies(ErrorMinute, selectRange.all(serviceId, from, to));
    },
  };
}
