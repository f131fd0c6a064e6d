import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sqliteAuditLog } from '#adapters/sqlite/audit-log.ts';
import { openDatabase } from '#adapters/sqlite/database.ts';
import { digestOf } from '#contracts/digest.ts';
import { verifyChain } from '#domain/audit/chain.ts';
import { auditRecord } from '../../builders.ts';

describe('the audit log in the embedded database', () => {
  it.each([
    ['changed', "UPDATE audit_entry SET body = '{}' WHERE sequence = 1", 'audit entries are never changed'],
    ['removed', 'DELETE FROM audit_entry WHERE sequence = 2', 'audit entries are never removed'],
    ['overwritten', "INSERT OR REPLACE INTO audit_entry VALUES (1, '{}')", 'audit entries are only appended'],
    [
      'inserted before the end',
      "INSERT INTO audit_entry VALUES (0, '{}')",
      'audit entries are only appended',
    ],
  ])('refuses that an entry is %s', async (_how, statement, refusal) => {
    const { database, log } = await logOf(2);
    const before = await log.read(1, 10);

    expect(() => database.exec(statement)).toThrow(refusal);

    expect(await log.read(1, 10)).toEqual(before);
  });

  it('shows any change to a stored record, though the triggers were dropped', async () => {
    const { database, log } = await logOf(5);
    database.exec('DROP TRIGGER audit_entry_unchanged');
    const rewrite = database.prepare('UPDATE audit_entry SET body = ? WHERE sequence = ?');
    const honest = await log.read(1, 5);

    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...honest), fc.string(), async (entry, subject) => {
        fc.pre(subject !== entry.record.subject);
        const forged = { ...entry, record: { ...entry.record, subject } };

        rewrite.run(JSON.stringify(forged), entry.sequence);
        const verdict = verifyChain(await log.read(1, 5), digestOf);
        rewrite.run(JSON.stringify(entry), entry.sequence);

        expect(verdict).toMatchObject({ ok: false, refusal: { sequence: entry.sequence } });
      }),
    );
  });
});

async function logOf(count: number) {
  const database = openDatabase(':memory:');
  const log = sqliteAuditLog(database);
  for (let index = 0; index < count; index += 1)
    await log.append(auditRecord({ subject: `subject-${index}` }));
  return { database, log };
}
