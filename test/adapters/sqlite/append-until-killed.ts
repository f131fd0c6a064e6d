// A process of its own: appends to the audit log of a database without end and says how far it has come.

import { openDatabase } from '#adapters/sqlite/database.ts';
import { makeSqliteStores } from '#adapters/sqlite/stores.ts';
import { auditRecord, capture, manualClock } from '../../builders.ts';

const { audit, captures } = makeSqliteStores(openDatabase(process.argv[2] ?? ''), manualClock());
for (let step = 1; ; step += 1) {
  await captures.create(capture({ step: `apply-${step}` }));
  const { sequence } = await audit.append(auditRecord({ subject: `apply-${step}` }));
  process.stdout.write(`${sequence}\n`);
}
