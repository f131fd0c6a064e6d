// What every stop switch must do (I2).

import { describe, expect, it } from 'vitest';
import type { StopSwitch } from '#application/ports/operations.ts';
import { at } from '../builders.ts';
import type { MakeSubject } from './subject.ts';

const ENGAGED = { isEngaged: true, by: 'ana', reason: 'strange behaviour', at: at(5) };

export function describeStopSwitch(name: string, make: MakeSubject<StopSwitch>): void {
  describe(`${name} stop switch`, () => {
    it('is released before anybody touches it', async () => {
      const { store } = await make();

      expect(await store.read()).toMatchObject({ isEngaged: false });
    });

    it('reads what was written last', async () => {
      const { store } = await make();

      await store.write(ENGAGED);
      expect(await store.read()).toEqual(ENGAGED);

      await store.write({ ...ENGAGED, isEngaged: false, reason: 'understood' });
      expect(await store.read()).toMatchObject({ isEngaged: false, reason: 'understood' });
    });

    it('is seen at once by every reader', async () => {
      const { store, reopen } = await make();
      const elsewhere = await reopen();
      await elsewhere.read();

      await store.write(ENGAGED);

      expect(await elsewhere.read()).toEqual(ENGAGED);
    });
  });
}
