// The stores of the embedded database as subjects of the contract suites: each in a file of its own.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openDatabase } from '#adapters/sqlite/database.ts';
import { makeSqliteStores, type SqliteStores } from '#adapters/sqlite/stores.ts';
import { manualClock } from '../builders.ts';
import type { MakeSubject } from './subject.ts';

/** A path for a database that is gone after the test. */
export function temporaryDatabase(): string {
  const folder = mkdtempSync(join(tmpdir(), 'fleetmedic-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'medic.db');
}

/** One of the stores over a new database file. */
export function sqliteSubject<Store>(pick: (stores: SqliteStores) => Store): MakeSubject<Store> {
  return async () => {
    const path = temporaryDatabase();
    const clock = manualClock();
    const open = async () => {
      const database = openDatabase(path);
      onTestFinished(() => database.close());
      return pick(makeSqliteStores(database, clock));
    };
    return { store: await open(), clock, reopen: open };
  };
}
