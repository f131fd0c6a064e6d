// What every audit log must do: number and chain its entries without a gap, whoever writes (I12).

import { describe, expect, it } from 'vitest';
import type { AuditLog } from '#application/ports/recovery.ts';
import { digestOf } from '#contracts/digest.ts';
import { verifyChain } from '#domain/audit/chain.ts';
import { auditRecord } from '../builders.ts';
import type { MakeSubject } from './subject.ts';

export function describeAuditLog(name: string, make: MakeSubject<AuditLog>): void {
  describe(`${name} audit log`, () => {
    it('is empty at first', async () => {
      const { store } = await make();

      expect(await store.read(1, 10)).toEqual([]);
      expect(await store.latest()).toBeUndefined();
    });

    it('answers with the entry as it can be read later', async () => {
      const { store } = await make();
      const record = auditRecord({ detail: { nested: { list: [1, 'two', null] } } });

      const entry = await store.append(record);

      expect(entry).toMatchObject({ sequence: 1, record });
      expect(await store.read(1, 10)).toEqual([entry]);
      expect(await store.latest()).toEqual(entry);
    });

    it('chains what many simultaneous callers append', async () => {
      const { store } = await make();

      await Promise.all(['a', 'b', 'c', 'd'].map((subject) => store.append(auditRecord({ subject }))));

      const entries = await store.read(1, 10);
      expect(entries.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4]);
      expect(verifyChain(entries, digestOf)).toMatchObject({ ok: true, value: { sequence: 4 } });
    });

    it('reads from a number on, as many as asked for', async () => {
      const { store } = await make();
      for (const subject of ['a', 'b', 'c', 'd']) await store.append(auditRecord({ subject }));

      const entries = await store.read(2, 2);

      expect(entries.map(({ record }) => record.subject)).toEqual(['b', 'c']);
    });

    it('goes on with the chain after a restart', async () => {
      const { store, reopen } = await make();
      await store.append(auditRecord());

      const reopened = await reopen();
      await reopened.append(auditRecord({ event: 'action-applied' }));

      const entries = await reopened.read(1, 10);
      expect(verifyChain(entries, digestOf)).toMatchObject({ ok: true, value: { sequence: 2 } });
    });
  });
}
