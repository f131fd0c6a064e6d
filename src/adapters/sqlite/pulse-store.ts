// The last signs of life in the embedded database: the tick's and the model's. One that arrives late never turns the
// time back.

import type { DatabaseSync } from 'node:sqlite';
import type { Heartbeat, ModelStatus, PulseStore } from '#application/ports/operations.ts';
import { trustBody } from './body.ts';

/** Opens the store; its table is made where it is missing. */
export function sqlitePulseStore(database: DatabaseSync): PulseStore {
  database.exec(
    'CREATE TABLE IF NOT EXISTS pulse (sign TEXT PRIMARY KEY, at INTEGER NOT NULL, body TEXT NOT NULL) STRICT',
  );
  const select = database.prepare('SELECT body FROM pulse WHERE sign = ?');
  const upsert = database.prepare(
    `INSERT INTO pulse (sign, at, body) VALUES (?, ?, ?)
     ON CONFLICT DO UPDATE SET at = excluded.at, body = excluded.body WHERE excluded.at >= at`,
  );

  function read<Sign>(sign: 'tick' | 'model'): Sign | undefined {
    const row = select.get(sign);
    return row && trustBody<Sign>(row);
  }

  return {
    async beat(heartbeat) {
      upsert.run('tick', heartbeat.lastTickAt, JSON.stringify(heartbeat));
    },
    async latest() {
      return read<Heartbeat>('tick');
    },
    async noteModel(status) {
      upsert.run('model', status.at, JSON.stringify(status));
    },
    async latestModel() {
      return read<ModelStatus>('model');
    },
  };
}
