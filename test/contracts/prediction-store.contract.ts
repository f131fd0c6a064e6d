// What every store of predictions must do: what was said is kept with what came of it, and of several who saw the same
// outlook, one writes the next.

import { describe, expect, it } from 'vitest';
import type { PredictionStore } from '#application/ports/foresight.ts';
import { CART, CHECKOUT, minute } from '../builders.ts';
import { outlook, prediction } from '../foresight.ts';
import type { MakeSubject } from './subject.ts';

export function describePredictionStore(name: string, make: MakeSubject<PredictionStore>): void {
  describe(`${name} prediction store`, () => {
    it('lists what was said of a service between two moments, oldest first', async () => {
      const { store } = await make();
      for (const each of [2, 1, 3]) await store.put([prediction({ madeAt: minute(each) })]);
      await store.put([prediction({ serviceId: CART, madeAt: minute(2) })]);

      const found = await store.list(CHECKOUT, minute(1), minute(3));

      expect(found).toEqual([prediction({ madeAt: minute(1) }), prediction({ madeAt: minute(2) })]);
      expect(await store.list(CHECKOUT, minute(3), minute(1))).toEqual([]);
    });

    it('keeps all that was said at one moment, and replaces it when its outcome is known', async () => {
      const { store } = await make();
      const both = [prediction(), prediction({ indicator: 'queue-age' })];
      await store.put(both);
      const settled = both.map((each) => ({
        ...each,
        outcome: { crossedAt: minute(12), isDisturbed: false },
      }));

      await store.put(settled);
      await store.put([]);

      expect(await store.list(CHECKOUT, minute(0), minute(1))).toEqual(settled);
    });

    it('lets exactly one of two write the next outlook who have seen the same', async () => {
      const { store } = await make();
      const first = outlook();
      const next = outlook({ version: 2 });

      expect(await store.findOutlook(CHECKOUT)).toBeUndefined();
      const openings = [store.replaceOutlook(first, undefined), store.replaceOutlook(first, undefined)];
      expect((await Promise.all(openings)).filter(Boolean)).toHaveLength(1);
      const answers = [store.replaceOutlook(next, first), store.replaceOutlook(next, first)];
      expect((await Promise.all(answers)).filter(Boolean)).toHaveLength(1);

      expect(await store.findOutlook(CHECKOUT)).toEqual(next);
      expect(await store.findOutlook(CART)).toBeUndefined();
    });

    it('adds up the scores of each day', async () => {
      const { store } = await make();
      await store.addScores({ day: '2026-11-22', tally: { calm: 1 } });
      await store.addScores({ day: '2026-11-24', tally: { calm: 2, said0: 0.25 } });
      await store.addScores({ day: '2026-11-23', tally: { hits: 1 } });

      await store.addScores({ day: '2026-11-24', tally: { calm: 3, said0: 0.5, lead3: 1 } });

      expect(await store.scoresSince('2026-11-23')).toEqual([
        { day: '2026-11-23', tally: { hits: 1 } },
        { day: '2026-11-24', tally: { calm: 5, said0: 0.75, lead3: 1 } },
      ]);
    });

    it('still has it all after a restart', async () => {
      const { store, reopen } = await make();
      await store.put([prediction()]);
      await store.replaceOutlook(outlook(), undefined);
      await store.addScores({ day: '2026-11-23', tally: { hits: 1 } });

      const reopened = await reopen();

      expect(await reopened.list(CHECKOUT, minute(0), minute(1))).toEqual([prediction()]);
      expect(await reopened.replaceOutlook(outlook(), undefined)).toBe(false);
      expect(await reopened.scoresSince('2026-11-01')).toHaveLength(1);
    });
  });
}
