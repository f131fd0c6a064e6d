// The audit log in the embedded database: entries chained by hash, and triggers by which the database itself refuses
// to change, remove or overwrite one (I12).

import type { DatabaseSync } from 'node:sqlite';
import type { AuditLog } from '#application/ports/recovery.ts';
import { digestOf } from '#contracts/digest.ts';
import { AuditEntry } from '#domain/audit/audit.ts';
import { linkEntry } from '#domain/audit/chain.ts';
import { readBodies, readBody } from './body.ts';
import { atomically } from './database.ts';

/** Opens the log; its table and triggers are made where they are missing. */
export function sqliteAuditLog(database: DatabaseSync): AuditLog {
  createTable(database);
  const insert = database.prepare('INSERT INTO audit_entry (sequence, body) VALUES (?, ?)');
  const selectLast = database.prepare('SELECT body FROM audit_entry ORDER BY sequence DESC LIMIT 1');
  const selectFrom = database.prepare(
    'SELECT body FROM audit_entry WHERE sequence >= ? ORDER BY sequence LIMIT ?',
  );

  return {
    async append(record) {
      return atomically(database, () => {
        const entry = linkEntry(readBody(AuditEntry, selectLast.get()), record, digestOf);
        insert.run(entry.sequence, JSON.stringify(entry));
        return entry;
      });
    },
    async latest() {
      return readBody(AuditEntry, selectLast.get());
    },
    async read(from, limit) {
      return readBodies(AuditEntry, selectFrom.all(from, limit));
    },
  };
}

/** The trigger on insertion is there for INSERT OR REPLACE, which deletes without firing the trigger on deletion. */
function createTable(database: DatabaseSync): void {
  database.exec(`
    CREATE TABLE IF NOT EXISTS audit_entry (sequence INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT;
    CREATE TRIGGER IF NOT EXISTS audit_entry_unchanged BEFORE UPDATE ON audit_entry
      BEGIN SELECT RAISE(ABORT, 'audit entries are never changed'); END;
    CREATE TRIGGER IF NOT EXISTS audit_entry_kept BEFORE DELETE ON audit_entry
      BEGIN SELECT RAISE(ABORT, 'audit entries are never removed'); END;
    CREATE TRIGGER IF NOT EXISTS audit_entry_appended BEFORE INSERT ON audit_entry
      WHEN EXISTS (SELECT 1 FROM audit_entry WHERE sequence >= NEW.sequence)
      BEGIN SELECT RAISE(ABORT, 'audit entries are only appended'); END;
  `);
}
