// Consumer of the table's stream: new entries of the audit log go into the archive. Parse, call, shape.

import { archiveAudit } from '#application/archive-audit.ts';
import { AuditEntry } from '#domain/audit/audit.ts';
import { tableStreamConsumer } from '#runtime/table-stream.ts';

export const handler = tableStreamConsumer(AuditEntry, archiveAudit);
