// The audit log in the table: entries chained by hash. One transaction moves the head and adds the entry, both only if
// nobody else has; no entry is ever put over another one, and nothing here changes or removes one (I12).

import type { AuditLog } from '#application/ports/recovery.ts';
import { type Round, winRace } from '#application/recovery/win-race.ts';
import { digestOf } from '#contracts/digest.ts';
import { AUDIT_HEAD_KEY, auditEntryKey, auditRange, isLastOfAuditBlock } from '#contracts/table-keys.ts';
import { AuditEntry, type AuditRecord } from '#domain/audit/audit.ts';
import { linkEntry } from '#domain/audit/chain.ts';
import { bodyOf, readBodies, readBody } from './body.ts';
import { ABSENT, versionIs } from './condition.ts';
import type { Table } from './table.ts';
import { put } from './writes.ts';

/** The log over an open table. */
export function tableAuditLog(table: Table): AuditLog {
  return {
    async append(record) {
      return winRace('the audit log', () => appendOnce(table, record));
    },
    async latest() {
      return readBody(AuditEntry, await table.get(AUDIT_HEAD_KEY));
    },
    async read(from, limit) {
      return readEntries(table, from, limit);
    },
  };
}

/** The head holds the last entry. Undefined when another writer took its number. */
async function appendOnce(table: Table, record: AuditRecord): Promise<Round<AuditEntry>> {
  const head = readBody(AuditEntry, await table.get(AUDIT_HEAD_KEY));
  const entry = linkEntry(head, record, digestOf);
  const content = { ...bodyOf(entry), version: entry.sequence };
  const { isWritten } = await table.write(
    put({ ...AUDIT_HEAD_KEY, ...content }, head ? versionIs(head.sequence) : ABSENT),
    put({ ...auditEntryKey(entry.sequence), ...content }, ABSENT),
  );
  return isWritten ? { value: entry } : undefined;
}

/** Entries have no gap, so a block that does not reach its end is the last one. */
async function readEntries(table: Table, from: number, limit: number): Promise<readonly AuditEntry[]> {
  const entries: AuditEntry[] = [];
  let next = from;
  while (entries.length < limit) {
    const items = await table.query(auditRange(next), { limit: limit - entries.length });
    entries.push(...readBodies(AuditEntry, items));
    const last = entries.at(-1)?.sequence ?? 0;
    if (items.length === 0 || !isLastOfAuditBlock(last)) return entries;
    next = last + 1;
  }
  return entries;
}
