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

    it('still has it after a restart', async () => {
      const { store, reopen } = await make();
      await store.put(diagnosis());

      expect(await (await reopen()).find(INCIDENT)).toEqual(diagnosis());
    });
  });
}
