// The stop switch in the embedded database: read from the file at every call, never kept in memory (I2).

import type { DatabaseSync } from 'node:sqlite';
import type { StopSwitch } from '#application/ports/operations.ts';
import { NEVER_ENGAGED, StopSwitchState } from '#domain/switch/stop-switch.ts';
import { readBody } from './body.ts';

/** Opens the switch; a new database has it released. */
export function sqliteStopSwitch(database: DatabaseSync): StopSwitch {
  database.exec(
    'CREATE TABLE IF NOT EXISTS stop_switch (id INTEGER PRIMARY KEY CHECK (id = 1), body TEXT NOT NULL) STRICT',
  );
  const select = database.prepare('SELECT body FROM stop_switch');
  const upsert = database.prepare('INSERT OR REPLACE INTO stop_switch (id, body) VALUES (1, ?)');

  return {
    async read() {
      return readBody(StopSwitchState, select.get()) ?? NEVER_ENGAGED;
    },
    async write(state) {
      upsert.run(JSON.stringify(state));
    },
  };
}
