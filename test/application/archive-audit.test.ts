import { expect, it } from 'vitest';
import { archiveAudit } from '#application/archive-audit.ts';
import { digestOf } from '#contracts/digest.ts';
import type { AuditEntry } from '#domain/audit/audit.ts';
import { linkEntry } from '#domain/audit/chain.ts';
import { auditRecord } from '../builders.ts';

const ENTRY = linkEntry(undefined, auditRecord(), digestOf);

function makeWorld() {
  const archived: AuditEntry[] = [];
  const logged: unknown[] = [];
  const deps = {
    archive: { put: async (entry: AuditEntry) => void archived.push(entry) },
    log: { record: (event: string, fields: object) => void logged.push({ event, ...fields }), count() {} },
  };
  return { deps, archived, logged };
}

it('archives the entry and notes which', async () => {
  const { deps, archived, logged } = makeWorld();

  await archiveAudit(deps, ENTRY);

  expect(archived).toEqual([ENTRY]);
  expect(logged).toEqual([{ event: 'audit-archived', sequence: 1, hash: ENTRY.hash }]);
});

it('archives an entry that breaks the chain as it is: it is evidence', async () => {
  const { deps, archived } = makeWorld();
  const forged = { ...ENTRY, hash: 'forged' };

  await archiveAudit(deps, forged);

  expect(archived).toEqual([forged]);
});

it('does not say that it archived what the archive refused', async () => {
  const { deps, logged } = makeWorld();
  const archive = { put: () => Promise.reject(new RangeError('no room')) };

  await expect(archiveAudit({ ...deps, archive }, ENTRY)).rejects.toThrow('no room');
  expect(logged).toEqual([]);
});
