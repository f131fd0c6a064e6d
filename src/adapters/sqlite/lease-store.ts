// Leases in the embedded database. The rule judges what was read inside the transaction that writes its answer.

import type { DatabaseSync } from 'node:sqlite';
import type { LeaseStore } from '#application/ports/recovery.ts';
import type { Clock } from '#application/ports/telemetry.ts';
import { endLease, grantLease, Lease } from '#domain/lease/lease.ts';
import { readBodies, readBody } from './body.ts';
import { atomically } from './database.ts';

/** Opens the store; its table is made where it is missing. A lease given back stays, for its token. */
export function sqliteLeaseStore(database: DatabaseSync, clock: Clock): LeaseStore {
  createTable(database);
  const select = database.prepare('SELECT body FROM lease WHERE resource_id = ?');
  const selectHeld = database.prepare('SELECT body FROM lease WHERE is_held = 1 ORDER BY resource_id');
  const upsert = database.prepare(
    'INSERT OR REPLACE INTO lease (resource_id, is_held, body) VALUES (?, ?, ?)',
  );

  const read = (resourceId: string) => readBody(Lease, select.get(resourceId));

  return {
    async acquire(request) {
      return atomically(database, () => {
        const granted = grantLease(read(request.resourceId), request, clock.now());
        if (granted.ok) upsert.run(request.resourceId, 1, JSON.stringify(granted.value));
        return granted;
      });
    },
    async find(resourceId) {
      return read(resourceId);
    },
    async release({ resourceId, fencingToken }) {
      atomically(database, () => {
        const current = read(resourceId);
        if (current?.fencingToken !== fencingToken) return;
        upsert.run(resourceId, 0, JSON.stringify(endLease(current, clock.now())));
      });
    },
    async listHeld() {
      return readBodies(Lease, selectHeld.all());
    },
  };
}

function createTable(database: DatabaseSync): void {
  database.exec(
    `CREATE TABLE IF NOT EXISTS lease (
       resource_id TEXT PRIMARY KEY, is_held INTEGER NOT NULL, body TEXT NOT NULL
     ) STRICT`,
  );
}
