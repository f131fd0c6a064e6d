// What every diagnosis store must do.

import { describe, expect, it } from 'vitest';
import type { DiagnosisStore } from '#application/ports/recovery.ts';
import { diagnosis, INCIDENT, OTHER_INCIDENT } from '../builders.ts';
import type { MakeSubject } from './subject.ts';

export function describeDiagnosisStore(name: string, make: MakeSubject<DiagnosisStore>): void {
  describe(`${name} diagnosis store`, () => {
    it('has the last diagnosis of an incident', async () => {
      const { store } = await make();
      await store.put(diagnosis({ summary: 'first' }));

      await store.put(diagnosis({ summary: 'second' }));

      expect(await store.find(INCIDENT)).toEqual(diagnosis({ summary: 'second' }));
      expect(await store.find(OTHER_INCIDENT)).toBeUndefined();
    });

    it('keeps what voices in their trial made of it', async () => {
      const { store } = await make();
      const said = { champion: { checkout: 0.4 }, challenger: { checkout: 0.7, cart: 0.1 } };
      const hashes = { champion: 'hash-1', challenger: 'hash-2' };
      const types = { champion: { checkout: { 'bad-task': 0.4 } }, challenger: { checkout: {} } };
      const kept = { ...diagnosis(), shadow: { ...hashes, said }, shadowTypes: { ...hashes, said: types } };

      await store.put(kept);

      expect(await store.find(INCIDENT)).toEqual(kept);
    });

    it('still has it after a restart', async () => {
      const { store, reopen } = await make();
      await store.put(diagnosis());

      expect(await (await reopen()).find(INCIDENT)).toEqual(diagnosis());
    });
  });
}
