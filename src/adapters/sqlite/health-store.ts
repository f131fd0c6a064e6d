// Health records in the embedded database, one per service and minute. The first one of a minute stays. Written and read
// in runs of many at every tick, so rows are trusted: validating thirty of them costs a millisecond.

import type { DatabaseSync } from 'node:sqlite';
import type { HealthStore } from '#application/ports/telemetry.ts';
import type { HealthRecord } from '#domain/health/health.ts';
import { trustBody } from './body.ts';

/** Opens the store; its table is made where it is missing. */
export function sqliteHealthStore(database: DatabaseSync): HealthStore {
  database.exec(
    `CREATE TABLE IF NOT EXISTS health (
       service_id TEXT NOT NULL, at INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (service_id, at)
     ) STRICT, WITHOUT ROWID`,
  );
  const insert = database.prepare(
    'INSERT INTO health (service_id, at, body) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const selectLatest = database.prepare(
    'SELECT body FROM health WHERE service_id = ? ORDER BY at DESC LIMIT 1',
  );
  const selectRange = database.prepare(
    'SELECT body FROM health WHERE service_id = ? AND at >= ? AND at < ? ORDER BY at',
  );

  return {
    async put(record) {
      insert.run(record.serviceId, record.at, JSON.stringify(record));
    },
    async latest(serviceId) {
      const row = selectLatest.get(serviceId);
      return row && trustBody<HealthRecord>(row);
    },
    async list(serviceId, from, to) {
      return selectRange.all(serviceId, from, to).map((row) => trustBody<HealthRecord>(row));
    },
  };
}
