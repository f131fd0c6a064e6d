// What every verification store must do.

import { describe, expect, it } from 'vitest';
import type { VerificationStore } from '#application/ports/recovery.ts';
import { INCIDENT, minute, OTHER_INCIDENT, verification } from '../builders.ts';
import type { MakeSubject } from './subject.ts';

export function describeVerificationStore(name: string, make: MakeSubject<VerificationStore>): void {
  describe(`${name} verification store`, () => {
    it('lists the looks at one incident in their order', async () => {
      const { store } = await make();
      const looks = [
        verification({ verdict: 'improving', at: minute(4) }),
        verification({ verdict: 'recovered', at: minute(5) }),
      ];
      for (const look of looks) await store.add(INCIDENT, look);
      await store.add(OTHER_INCIDENT, verification({ verdict: 'worse' }));

      expect(await store.list(INCIDENT)).toEqual(looks);
    });

    it('still has them after a restart', async () => {
      const { store, reopen } = await make();
      await store.add(INCIDENT, verification());

      expect(await (await reopen()).list(INCIDENT)).toEqual([verification()]);
    });
  });
}
