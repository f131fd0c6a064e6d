// Anomalies in the embedded database. An anomaly is a fact: the first record of it stays.

import type { DatabaseSync } from 'node:sqlite';
import type { AnomalyStore } from '#application/ports/telemetry.ts';
import { Anomaly } from '#domain/anomaly/anomaly.ts';
import { readBodies, readBody } from './body.ts';

/** Opens the store; its table is made where it is missing. */
export function sqliteAnomalyStore(database: DatabaseSync): AnomalyStore {
  database.exec(`
    CREATE TABLE IF NOT EXISTS anomaly (
      anomaly_id TEXT PRIMARY KEY, service_id TEXT NOT NULL, at INTEGER NOT NULL, body TEXT NOT NULL
    ) STRICT;
    CREATE INDEX IF NOT EXISTS anomaly_by_service ON anomaly (service_id, at);
  `);
  const insert = database.prepare(
    'INSERT INTO anomaly (anomaly_id, service_id, at, body) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const select = database.prepare('SELECT body FROM anomaly WHERE anomaly_id = ?');
  const selectRange = database.prepare(
    'SELECT body FROM anomaly WHERE service_id = ? AND at >= ? AND at < ? ORDER BY at, anomaly_id',
  );

  return {
    async put(anomaly) {
      insert.run(anomaly.anomalyId, anomaly.serviceId, anomaly.at, JSON.stringify(anomaly));
    },
    async find(anomalyId) {
      return readBody(Anomaly, select.get(anomalyId));
    },
    async list(serviceId, from, to) {
      return readBodies(Anomaly, selectRange.all(serviceId, from, to));
    },
  };
}
