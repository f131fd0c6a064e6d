// What every health store must do.

import { describe, expect, it } from 'vitest';
import type { HealthStore } from '#application/ports/telemetry.ts';
import { CART, CHECKOUT, healthRecord, minute, NOON } from '../builders.ts';
import type { MakeSubject } from './subject.ts';

export function describeHealthStore(name: string, make: MakeSubject<HealthStore>): void {
  describe(`${name} health store`, () => {
    it('has nothing of a service that was never judged', async () => {
      const { store } = await make();

      expect(await store.latest(CHECKOUT)).toBeUndefined();
      expect(await store.list(CHECKOUT, minute(-60), minute(60))).toEqual([]);
    });

    it('gives back each field, and leaves unknown ones out', async () => {
      const { store } = await make();
      const record = healthRecord({ state: 'degraded', predictedFailureAt: minute(25) });

      await store.put(record);

      expect(await store.latest(CHECKOUT)).toEqual(record);
    });

    it('takes the newest minute as the latest, in whatever order minutes arrive', async () => {
      const { store } = await make();
      for (const minutes of [1, 3, 2]) await store.put(healthRecord({ at: minute(minutes) }));

      expect(await store.latest(CHECKOUT)).toMatchObject({ at: minute(3) });
    });

    it('keeps the first record of a minute that is judged twice', async () => {
      const { store } = await make();
      await store.put(healthRecord({ state: 'unhealthy' }));

      await store.put(healthRecord({ state: 'healthy' }));

      expect(await store.list(CHECKOUT, NOON, minute(1))).toMatchObject([{ state: 'unhealthy' }]);
    });

    it('lists one service oldest first, with the first moment and without the last', async () => {
      const { store } = await make();
      for (const minutes of [4, 1, 3, 0, 2]) await store.put(healthRecord({ at: minute(minutes) }));
      await store.put(healthRecord({ serviceId: CART, at: minute(2) }));

      const listed = await store.list(CHECKOUT, minute(1), minute(4));

      expect(listed.map((record) => record.at)).toEqual([minute(1), minute(2), minute(3)]);
    });

    it('still has it after a restart', async () => {
      const { store, reopen } = await make();
      await store.put(healthRecord());

      expect(await (await reopen()).latest(CHECKOUT)).toEqual(healthRecord());
    });
  });
}
