// The last tick that each schedule has done, in the embedded database, so that a restart neither repeats nor forgets it.

import type { DatabaseSync } from 'node:sqlite';
import { Instant } from '#domain/ids.ts';

export interface TickStore {
  last(schedule: string): Instant | undefined;
  record(schedule: string, at: Instant): void;
}

/** Opens the store; its table is made where it is missing. */
export function sqliteTickStore(database: DatabaseSync): TickStore {
  database.exec('CREATE TABLE IF NOT EXISTS tick (schedule TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT');
  const select = database.prepare('SELECT at FROM tick WHERE schedule = ?');
  const upsert = database.prepare('INSERT OR REPLACE INTO tick (schedule, at) VALUES (?, ?)');

  return {
    last(schedule) {
      const row = select.get(schedule);
      return row && Instant.parse(row['at']);
    },
    record(schedule, at) {
      upsert.run(schedule, at);
    },
  };
}
