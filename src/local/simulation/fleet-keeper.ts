// Keeps the simulated world over a restart: the fleet, the person who is paged, and what time it was. What is written
// here is what has happened; a killed process loses at most what it had not yet told anybody. What passed without a call
// since it was kept passes again in the same way, because the randomness is kept with it.

import type { DatabaseSync } from 'node:sqlite';
import { Instant } from '#domain/ids.ts';
import type { FleetSnapshot } from '#local/fleet/fleet.ts';
import type { PersonSnapshot } from '#local/fleet/person.ts';

/** The simulated world at one moment, as plain data. */
export interface KeptWorld {
  readonly fleet: FleetSnapshot;
  readonly person: PersonSnapshot;
}

export interface FleetKeeper {
  /** The world as it was kept last; undefined in a new database. */
  load(): KeptWorld | undefined;
  save(world: KeptWorld): void;
  /** The latest moment that any job ran at. */
  lastMoment(): Instant | undefined;
  noteMoment(now: Instant): void;
}

/** Opens the keeper; its tables are made where they are missing. */
export function sqliteFleetKeeper(database: DatabaseSync): FleetKeeper {
  database.exec(`
    CREATE TABLE IF NOT EXISTS simulated_world (only INTEGER PRIMARY KEY CHECK (only = 1), body TEXT NOT NULL) STRICT;
    CREATE TABLE IF NOT EXISTS simulated_clock (only INTEGER PRIMARY KEY CHECK (only = 1), now INTEGER NOT NULL) STRICT;
  `);
  const selectWorld = database.prepare('SELECT body FROM simulated_world');
  const upsertWorld = database.prepare('INSERT OR REPLACE INTO simulated_world (only, body) VALUES (1, ?)');
  const selectClock = database.prepare('SELECT now FROM simulated_clock');
  const upsertClock = database.prepare('INSERT OR REPLACE INTO simulated_clock (only, now) VALUES (1, ?)');

  return {
    load() {
      const row = selectWorld.get();
      return row && (JSON.parse(String(row['body'])) as KeptWorld);
    },
    save(world) {
      upsertWorld.run(JSON.stringify(world));
    },
    lastMoment() {
      const row = selectClock.get();
      return row && Instant.parse(row['now']);
    },
    noteMoment(now) {
      upsertClock.run(now);
    },
  };
}
