// What each look at a recovery saw, in the table, in the order of the looks.

import type { VerificationStore } from '#application/ports/recovery.ts';
import { Verification } from '#domain/verification/verification.ts';
import { addToSequence, readSequence } from './sequence.ts';
import type { Table } from './table.ts';

/** The store over an open table. */
export function tableVerificationStore(table: Table): VerificationStore {
  return {
    async add(incidentId, verification) {
      await addToSequence(table, { incidentId, sequence: 'verification' }, verification);
    },
    async list(incidentId) {
      return readSequence(table, { incidentId, sequence: 'verification' }, Verification);
    },
  };
}
