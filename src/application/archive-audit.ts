// Copies each new entry of the audit log to where it can no longer be changed: whoever could rewrite the table's chain
// from one entry on would still be contradicted by the archive (I12).

import type { Log } from '#application/ports/operations.ts';
import type { AuditArchive } from '#application/ports/recovery.ts';
import type { AuditEntry } from '#domain/audit/audit.ts';

export interface ArchiveAuditDeps {
  readonly archive: AuditArchive;
  readonly log: Log;
}

/** Archives the entry as it is, unjudged: one that breaks the chain is evidence, and must be kept above all. */
export async function archiveAudit({ archive, log }: ArchiveAuditDeps, entry: AuditEntry): Promise<void> {
  await archive.put(entry);
  log.record('audit-archived', { sequence: entry.sequence, hash: entry.hash });
}
