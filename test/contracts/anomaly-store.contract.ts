// What every anomaly store must do.

import { describe, expect, it } from 'vitest';
import type { AnomalyStore } from '#application/ports/telemetry.ts';
import { anomaly, CART, CHECKOUT, minute } from '../builders.ts';
import type { MakeSubject } from './subject.ts';

export function describeAnomalyStore(name: string, make: MakeSubject<AnomalyStore>): void {
  describe(`${name} anomaly store`, () => {
    it('finds an anomaly with all its evidence by its id', async () => {
      const { store } = await make();
      const kept = anomaly();

      await store.put(kept);

      expect(await store.find(kept.anomalyId)).toEqual(kept);
      expect(await store.find(anomaly({ serviceId: CART }).anomalyId)).toBeUndefined();
    });

    it('keeps the first record of an anomaly that is put twice', async () => {
      const { store } = await make();
      await store.put(anomaly({ score: 0.9 }));

      await store.put(anomaly({ score: 0.2 }));

      expect(await store.list(CHECKOUT, minute(-1), minute(1))).toMatchObject([{ score: 0.9 }]);
    });

    it('lists one service oldest first, with the first moment and without the last', async () => {
      const { store } = await make();
      for (const minutes of [4, 1, 3, 0, 2]) await store.put(anomaly({ at: minute(minutes) }));
      await store.put(anomaly({ serviceId: CART, at: minute(2) }));

      const listed = await store.list(CHECKOUT, minute(1), minute(4));

      expect(listed.map((found) => found.at)).toEqual([minute(1), minute(2), minute(3)]);
    });

    it('still has it after a restart', async () => {
      const { store, reopen } = await make();
      await store.put(anomaly());

      expect(await (await reopen()).find(anomaly().anomalyId)).toEqual(anomaly());
    });
  });
}
