// What every store of error counts must do: keep each delivery once, and give back what lies between two moments.

import { describe, expect, it } from 'vitest';
import type { ErrorLogStore } from '#application/ports/error-logs.ts';
import { CART, CHECKOUT, errorMinute, minute } from '../builders.ts';
import type { MakeSubject } from './subject.ts';

export function describeErrorLogStore(name: string, make: MakeSubject<ErrorLogStore>): void {
  describe(`${name} error log store`, () => {
    it('lists what lies between two moments, oldest first, and each delivery of a minute', async () => {
      const { store } = await make();
      const told = [
        errorMinute({ at: minute(-1), deliveryId: 'b' }),
        errorMinute({ at: minute(-1), deliveryId: 'a' }),
        errorMinute({ at: minute(-3) }),
        errorMinute({ at: minute(0) }),
        errorMinute({ at: minute(-2), serviceId: CART }),
      ];
      for (const each of told) await store.put(each);

      const found = await store.list(CHECKOUT, minute(-3), minute(0));

      expect(found).toEqual([told[2], told[1], told[0]]);
      expect(await store.list(CHECKOUT, minute(0), minute(0))).toEqual([]);
    });

    it('keeps a delivery once, as it came first', async () => {
      const { store } = await make();
      await store.put(errorMinute());

      await store.put(errorMinute({ others: 99 }));

      expect(await store.list(CHECKOUT, minute(-1), minute(1))).toEqual([errorMinute()]);
    });

    it('still has it after a restart', async () => {
      const { store, reopen } = await make();
      await store.put(errorMinute());

      expect(await (await reopen()).list(CHECKOUT, minute(-1), minute(1))).toEqual([errorMinute()]);
    });
  });
}
