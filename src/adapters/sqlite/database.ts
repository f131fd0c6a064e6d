// The embedded database: one file, one connection. It is checked before the first write, and a file that is damaged,
// foreign or from a newer Fleetmedic is refused and left as it is.

import { DatabaseSync } from 'node:sqlite';
import * as z from 'zod/mini';
import { CorruptDatabaseError, DependencyError } from '#domain/errors.ts';

/** The layout that this version reads and writes; kept in the file's `user_version`. */
export const SCHEMA_VERSION = 1;

/** "FMED" in ASCII: marks the file as Fleetmedic's (`application_id`), so that no other program's file is taken for it. */
const APPLICATION_ID = 0x46_4d_45_44;

/** How long a statement waits for another process that reads the file, such as a backup; the first one too. */
const BUSY_TIMEOUT_MS = 5000;

/** SQLITE_CORRUPT and SQLITE_NOTADB: the file is at fault. */
const DAMAGE_CODES: readonly number[] = [11, 26];

/** The part of an extended result code that names the kind of error. */
const PRIMARY_CODE = 0xff;

/** What `node:sqlite` throws. */
const SqliteError = z.object({ message: z.string(), errcode: z.int() });

/**
 * What a finished write outlives. A WAL keeps it over a kill of the process without waiting for the disk, which is
 * enough for a simulated fleet. Over a power failure only a wait for the disk at every write keeps it (some
 * milliseconds each): for a process that acts on a real account, whose captures must not be lost (I3).
 */
export type Durability = 'process-kill' | 'power-failure';

/** Opens or creates the database at a path, or in memory. CorruptDatabaseError: the file must not be touched. */
export function openDatabase(path: string, durability: Durability = 'process-kill'): DatabaseSync {
  const database = openFile(path);
  try {
    judgeFile(database, path);
    prepareFile(database, durability);
    return database;
  } catch (error) {
    database.close();
    throw explain(error, path);
  }
}

/** Runs `work` as one write: all of it or nothing, and no other writer in between. May be nested. */
export function atomically<Value>(database: DatabaseSync, work: () => Value): Value {
  if (database.isTransaction) return work();
  database.exec('BEGIN IMMEDIATE');
  try {
    const value = work();
    database.exec('COMMIT');
    return value;
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
}

function openFile(path: string): DatabaseSync {
  try {
    return new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS });
  } catch (error) {
    throw explain(error, path);
  }
}

/** Only reads: a file that is not ours keeps every byte. */
function judgeFile(database: DatabaseSync, path: string): void {
  if (readNumber(database, 'SELECT count(*) AS value FROM sqlite_schema') === 0) return;
  if (readNumber(database, 'SELECT application_id AS value FROM pragma_application_id') !== APPLICATION_ID) {
    throw refusal(path, 'is a database of another program');
  }
  const version = readNumber(database, 'SELECT user_version AS value FROM pragma_user_version');
  if (version !== SCHEMA_VERSION) {
    throw refusal(path, `has layout ${version}, this version of Fleetmedic reads layout ${SCHEMA_VERSION}`);
  }
  const [verdict] = Object.values(database.prepare('PRAGMA quick_check(1)').get() ?? {});
  if (verdict !== 'ok') throw refusal(path, `is damaged (${verdict})`);
}

function prepareFile(database: DatabaseSync, durability: Durability): void {
  database.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = ${durability === 'power-failure' ? 'FULL' : 'NORMAL'};
    PRAGMA application_id = ${APPLICATION_ID};
    PRAGMA user_version = ${SCHEMA_VERSION};
  `);
}

function readNumber(database: DatabaseSync, query: string): number {
  return Number(database.prepare(query).get()?.['value']);
}

/** Says of an error of SQLite whether the file is at fault or its surroundings. */
function explain(error: unknown, path: string): Error {
  if (error instanceof CorruptDatabaseError) return error;
  const { message, errcode } = SqliteError.parse(error);
  if (DAMAGE_CODES.includes(errcode & PRIMARY_CODE)) return refusal(path, `cannot be read (${message})`);
  return new DependencyError(
    `Database ${path} cannot be opened (${message}); check that its folder exists, may be written and has space.`,
  );
}

function refusal(path: string, problem: string): CorruptDatabaseError {
  return new CorruptDatabaseError(
    `Database ${path} ${problem}; nothing was written to it. Move the file away to start anew, or restore a backup.`,
  );
}
