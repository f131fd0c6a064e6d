// The latest diagnosis of each incident in the table.

import type { DiagnosisStore } from '#application/ports/recovery.ts';
import { incidentKey } from '#contracts/table-keys.ts';
import { KeptDiagnosis } from '#domain/diagnosis/diagnosis.ts';
import { bodyOf, readBody } from './body.ts';
import type { Table } from './table.ts';
import { put } from './writes.ts';

/** The store over an open table. */
export function tableDiagnosisStore(table: Table): DiagnosisStore {
  return {
    async put(diagnosis) {
      const key = incidentKey(diagnosis.incidentId, 'diagnosis');
      await table.write(put({ ...key, ...bodyOf(diagnosis), ...table.expiries.incidentPart() }));
    },
    async find(incidentId) {
      return readBody(KeptDiagnosis, await table.get(incidentKey(incidentId, 'diagnosis')));
    },
  };
}
