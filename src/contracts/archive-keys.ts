// Where entries of the audit log lie in the archive: by day, so that a reviewer can take the days in question, and within
// a day by number. Built here and nowhere else.

import { padded, timeOf } from '#contracts/table-keys.ts';
import type { AuditEntry } from '#domain/audit/audit.ts';

/** What every key of the archive begins with. */
export const ARCHIVE_PREFIX = 'audit/';

/** The day of an ISO 8601 time. */
const DAY_LENGTH = 'YYYY-MM-DD'.length;

/** `audit/2026-08-01/000000000042.json`, the day in UTC; an entry has this one place for ever. */
export function archiveKey({ sequence, record }: AuditEntry): string {
  return `${ARCHIVE_PREFIX}${timeOf(record.at).slice(0, DAY_LENGTH)}/${padded(sequence, 12)}.json`;
}
