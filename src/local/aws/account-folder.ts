// Where a loop over a real account keeps what it knows: one database per account and Region, so that a folder that was
// used for another account, or for the simulated fleet, never mixes them.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { claimFile } from '#adapters/sqlite/claim.ts';
import { openDatabase } from '#adapters/sqlite/database.ts';
import type { ArnPlace } from '#contracts/naming.ts';
import { localToken } from '#local/server/token.ts';

export interface AccountFolder {
  readonly database: DatabaseSync;
  readonly token: string;
  /** Closes the database and lets another process have it. */
  close(): void;
}

/**
 * Opens what is known of an account, in a folder that is made where it is missing. Throws ConflictError while another
 * process watches the same account from it, CorruptDatabaseError when its database must not be touched.
 */
export function openAccountFolder(folder: string, { accountId, region }: ArnPlace): AccountFolder {
  mkdirSync(folder, { recursive: true });
  const name = `account-${accountId}-${region}`;
  const claim = claimFile(join(folder, `${name}.lock`), `${name} in ${folder}`);
  try {
    const database = openDatabase(join(folder, `${name}.db`));
    return {
      database,
      token: localToken(folder),
      close() {
        database.close();
        claim.close();
      },
    };
  } catch (error) {
    claim.close();
    throw error;
  }
}
