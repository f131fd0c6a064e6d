// What every poll store must do.

import { describe, expect, it } from 'vitest';
import type { PollStore } from '#application/ports/telemetry.ts';
import { CART, minute, pollState } from '../builders.ts';
import type { MakeSubject } from './subject.ts';

export function describePollStore(name: string, make: MakeSubject<PollStore>): void {
  describe(`${name} poll store`, () => {
    it('is empty at first', async () => {
      const { store } = await make();

      expect(await store.all()).toEqual([]);
    });

    it('has one state per service, the last one put', async () => {
      const { store } = await make();
      await store.put(pollState());
      await store.put(pollState({ serviceId: CART }));

      await store.put(pollState({ tier: 'incident', nextPollAt: minute(1) }));

      const states = await store.all();
      expect(states).toHaveLength(2);
      expect(states).toContainEqual(pollState({ serviceId: CART }));
      expect(states).toContainEqual(pollState({ tier: 'incident', nextPollAt: minute(1) }));
    });

    it('still has it after a restart', async () => {
      const { store, reopen } = await make();
      await store.put(pollState());

      expect(await (await reopen()).all()).toEqual([pollState()]);
    });
  });
}
