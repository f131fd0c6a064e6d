// The folder in which a local server keeps everything: the claim on it, the database, the simulated world in it, and the
// token. A new world is warmed up beside the real file and moved there when it is whole, so that a kill leaves no half.

import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { type Claim, claimFile } from '#adapters/sqlite/claim.ts';
import { openDatabase } from '#adapters/sqlite/database.ts';
import { localToken } from '#local/server/token.ts';
import { type NewWorld, warmUp } from '#local/server/warm-up.ts';
import { type FleetKeeper, type KeptWorld, sqliteFleetKeeper } from '#local/simulation/fleet-keeper.ts';

const DATABASE_FILE = 'fleetmedic.db';
const LOCK_FILE = 'lock';
/** A database in the making, and the files that SQLite keeps beside one. */
const NEW_FILE = 'fleetmedic.new.db';
const SQLITE_SUFFIXES = ['', '-wal', '-shm'] as const;

export interface DataFolder {
  readonly database: DatabaseSync;
  readonly keeper: FleetKeeper;
  /** The world as it was kept last. */
  readonly kept: KeptWorld;
  readonly token: string;
  /** Closes the database and lets another process have the folder. */
  close(): void;
}

/**
 * Opens a folder, or a world in memory when none is given; a new one gets a new world. Throws ConflictError while
 * another process holds the folder, CorruptDatabaseError when its database must not be touched.
 */
export async function openDataFolder(folder: string | undefined, world: NewWorld): Promise<DataFolder> {
  const claim = folder === undefined ? undefined : claimFolder(folder);
  try {
    if (folder !== undefined) await makeDatabase(folder, world);
    return await openContents(folder, world, claim);
  } catch (error) {
    claim?.close();
    throw error;
  }
}

function claimFolder(folder: string): Claim {
  mkdirSync(folder, { recursive: true });
  return claimFile(join(folder, LOCK_FILE), `The data folder ${folder}`);
}

/** A database with a warm world in it, where there is none yet. */
async function makeDatabase(folder: string, world: NewWorld): Promise<void> {
  const path = join(folder, DATABASE_FILE);
  if (existsSync(path)) return;
  const draft = join(folder, NEW_FILE);
  for (const suffix of SQLITE_SUFFIXES) rmSync(`${draft}${suffix}`, { force: true });
  const database = openDatabase(draft);
  await warmUp(database, world).finally(() => database.close());
  renameSync(draft, path);
}

async function openContents(
  folder: string | undefined,
  world: NewWorld,
  claim: Claim | undefined,
): Promise<DataFolder> {
  const database = openDatabase(folder === undefined ? ':memory:' : join(folder, DATABASE_FILE));
  const close = () => {
    database.close();
    claim?.close();
  };
  try {
    const keeper = sqliteFleetKeeper(database);
    const kept = keeper.load() ?? (await warmUp(database, world));
    return { database, keeper, kept, token: localToken(folder), close };
  } catch (error) {
    database.close();
    throw error;
  }
}
