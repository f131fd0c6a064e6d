// Receipts of requests from outside in the embedded database: each is claimed once, and forgotten when it has expired.

import type { DatabaseSync } from 'node:sqlite';
import type { ReceiptStore } from '#application/ports/operations.ts';
import type { Clock } from '#application/ports/telemetry.ts';
import { atomically } from './database.ts';

/** Opens the store; its table is made where it is missing. */
export function sqliteReceiptStore(database: DatabaseSync, clock: Clock): ReceiptStore {
  database.exec(
    'CREATE TABLE IF NOT EXISTS receipt (receipt TEXT PRIMARY KEY, expires_at INTEGER NOT NULL) STRICT, WITHOUT ROWID',
  );
  const forget = database.prepare('DELETE FROM receipt WHERE expires_at <= ?');
  const insert = database.prepare(
    'INSERT INTO receipt (receipt, expires_at) VALUES (?, ?) ON CONFLICT DO NOTHING',
  );

  return {
    async claim(receipt, expiresAt) {
      return atomically(database, () => {
        forget.run(clock.now());
        return insert.run(receipt, expiresAt).changes === 1;
      });
    },
  };
}
