// Keeps a data folder to one process: two loops over one database would each believe that they alone act. The lock is
// the operating system's, on an empty database beside the real one, so it is gone with the process however that ends.

import { DatabaseSync } from 'node:sqlite';
import { ConflictError } from '#domain/errors.ts';

export interface Claim {
  /** Lets another process have it. */
  close(): void;
}

/** Claims what a lock file stands for. Throws ConflictError while another process holds it. */
export function claimFile(path: string, what: string): Claim {
  const lock = new DatabaseSync(path, { timeout: 0 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
    return lock;
  } catch {
    lock.close();
    throw new ConflictError(
      `${what} is in use by another Fleetmedic process; stop that one first, or choose another folder`,
      path,
    );
  }
}
