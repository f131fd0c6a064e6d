// Receipts of requests from outside in the table: each is claimed once, and forgotten when it has expired. DynamoDB may
// delete it later than that, so the condition looks at the time itself.

import type { ReceiptStore } from '#application/ports/operations.ts';
import type { Clock } from '#application/ports/telemetry.ts';
import { receiptKey } from '#contracts/table-keys.ts';
import { expiringAt } from './expiry.ts';
import type { Table } from './table.ts';
import { put } from './writes.ts';

/** The store over an open table; a receipt's version is the moment it expires at. */
export function tableReceiptStore(table: Table, clock: Clock): ReceiptStore {
  return {
    async claim(receipt, expiresAt) {
      const item = { ...receiptKey(receipt), version: expiresAt, ...expiringAt(expiresAt) };
      return (await table.write(put(item, { kind: 'version-at-most', version: clock.now() }))).isWritten;
    },
  };
}
