// What every feedback store must do: an incident has one judgement, the last.

import { describe, expect, it } from 'vitest';
import type { FeedbackStore } from '#application/ports/learning.ts';
import { feedback, INCIDENT, minute, OTHER_INCIDENT } from '../builders.ts';
import type { MakeSubject } from './subject.ts';

export function describeFeedbackStore(name: string, make: MakeSubject<FeedbackStore>): void {
  describe(`${name} feedback store`, () => {
    it('knows nothing of an incident that nobody judged', async () => {
      const { store } = await make();

      expect(await store.find(INCIDENT)).toBeUndefined();
    });

    it('keeps the last word on an incident', async () => {
      const { store } = await make();
      await store.put(feedback({ verdict: 'useful' }));

      await store.put(feedback({ verdict: 'false-alarm', at: minute(-1) }));

      expect(await store.find(INCIDENT)).toEqual(feedback({ verdict: 'false-alarm', at: minute(-1) }));
      expect(await store.listSince(minute(-2))).toHaveLength(1);
    });

    it('lists judgements since a moment, newest first', async () => {
      const { store } = await make();
      await store.put(feedback({ at: minute(-2) }));
      await store.put(feedback({ incidentId: OTHER_INCIDENT, at: minute(-1) }));

      expect(await store.listSince(minute(-2))).toMatchObject([{ at: minute(-1) }, { at: minute(-2) }]);
      expect(await store.listSince(minute(-1))).toMatchObject([{ at: minute(-1) }]);
    });

    it('still has it after a restart', async () => {
      const { store, reopen } = await make();
      await store.put(feedback());

      expect(await (await reopen()).find(INCIDENT)).toEqual(feedback());
    });
  });
}
