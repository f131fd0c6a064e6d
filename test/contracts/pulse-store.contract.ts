// What every pulse store must do.

import { describe, expect, it } from 'vitest';
import type { PulseStore } from '#application/ports/operations.ts';
import { heartbeat, minute } from '../builders.ts';
import type { MakeSubject } from './subject.ts';

export function describePulseStore(name: string, make: MakeSubject<PulseStore>): void {
  describe(`${name} pulse store`, () => {
    it('has no beat before the first', async () => {
      const { store } = await make();

      expect(await store.latest()).toBeUndefined();
    });

    it('has the last beat', async () => {
      const { store } = await make();
      await store.beat(heartbeat());

      await store.beat(heartbeat({ lastTickAt: minute(1), servicesDue: 3 }));

      expect(await store.latest()).toEqual(heartbeat({ lastTickAt: minute(1), servicesDue: 3 }));
    });

    it('is not turned back by a beat that arrives late', async () => {
      const { store } = await make();
      await store.beat(heartbeat({ lastTickAt: minute(2) }));

      await store.beat(heartbeat({ lastTickAt: minute(1) }));

      expect(await store.latest()).toMatchObject({ lastTickAt: minute(2) });
    });

    it('keeps the status of the model beside the beat, the newest alone', async () => {
      const { store } = await make();
      await store.beat(heartbeat());
      await store.noteModel({ at: minute(2), isUsable: true, name: 'forest' });

      await store.noteModel({ at: minute(1), isUsable: false });

      expect(await store.latestModel()).toEqual({ at: minute(2), isUsable: true, name: 'forest' });
      expect(await store.latest()).toEqual(heartbeat());
    });

    it('still has it after a restart', async () => {
      const { store, reopen } = await make();
      await store.beat(heartbeat());

      expect(await (await reopen()).latest()).toEqual(heartbeat());
    });
  });
}
