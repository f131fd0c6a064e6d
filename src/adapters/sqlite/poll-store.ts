// When each service is read next, in the embedded database: small, read whole at every tick.

import type { DatabaseSync } from 'node:sqlite';
import type { PollStore } from '#application/ports/telemetry.ts';
import { PollState } from '#domain/poll/poll.ts';
import { readBodies } from './body.ts';

/** Opens the store; its table is made where it is missing. */
export function sqlitePollStore(database: DatabaseSync): PollStore {
  database.exec(
    'CREATE TABLE IF NOT EXISTS poll (service_id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT, WITHOUT ROWID',
  );
  const selectAll = database.prepare('SELECT body FROM poll ORDER BY service_id');
  const upsert = database.prepare('INSERT OR REPLACE INTO poll (service_id, body) VALUES (?, ?)');

  return {
    async all() {
      return readBodies(PollState, selectAll.all());
    },
    async put(state) {
      upsert.run(state.serviceId, JSON.stringify(state));
    },
  };
}
