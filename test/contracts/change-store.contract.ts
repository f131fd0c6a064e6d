// What every change store must do.

import { describe, expect, it } from 'vitest';
import type { ChangeStore } from '#application/ports/telemetry.ts';
import { buildChangeId } from '#contracts/naming.ts';
import { ServiceId } from '#domain/ids.ts';
import { CART, CHECKOUT, change, minute } from '../builders.ts';
import type { MakeSubject } from './subject.ts';

const SEARCH = ServiceId.parse('search');

export function describeChangeStore(name: string, make: MakeSubject<ChangeStore>): void {
  describe(`${name} change store`, () => {
    it('keeps the first record of a change that is told of twice', async () => {
      const { store } = await make();
      await store.put(change({ summary: 'first' }));

      await store.put(change({ summary: 'again' }));

      expect(await store.list([CHECKOUT], minute(-60), minute(0))).toEqual([change({ summary: 'first' })]);
    });

    it('lists the changes of several services together, oldest first', async () => {
      const { store } = await make();
      const told = [
        change({ changeId: buildChangeId('c'), serviceId: CHECKOUT, at: minute(3) }),
        change({ changeId: buildChangeId('a'), serviceId: CART, at: minute(1) }),
        change({ changeId: buildChangeId('s'), serviceId: SEARCH, at: minute(2) }),
        change({ changeId: buildChangeId('b'), serviceId: CHECKOUT, at: minute(2) }),
      ];
      for (const each of told) await store.put(each);

      const listed = await store.list([CHECKOUT, CART], minute(0), minute(60));

      expect(listed.map(({ changeId }) => changeId)).toEqual(['a', 'b', 'c'].map(buildChangeId));
    });

    it('has the first moment and not the last', async () => {
      const { store } = await make();
      for (const minutes of [0, 1, 2]) {
        await store.put(change({ changeId: buildChangeId(`event-${minutes}`), at: minute(minutes) }));
      }

      const listed = await store.list([CHECKOUT], minute(0), minute(2));

      expect(listed.map((found) => found.at)).toEqual([minute(0), minute(1)]);
    });

    it('finds nothing for no services', async () => {
      const { store } = await make();
      await store.put(change());

      expect(await store.list([], minute(-60), minute(60))).toEqual([]);
    });

    it('still has it after a restart', async () => {
      const { store, reopen } = await make();
      await store.put(change());

      expect(await (await reopen()).list([CHECKOUT], minute(-60), minute(0))).toEqual([change()]);
    });
  });
}
