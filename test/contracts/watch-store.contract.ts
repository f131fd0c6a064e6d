// What every watch store must do: of several scorers that read the same version, one writes.

import { describe, expect, it } from 'vitest';
import type { WatchStore } from '#application/ports/telemetry.ts';
import { CART, CHECKOUT, minute, serviceWatch } from '../builders.ts';
import type { MakeSubject } from './subject.ts';

export function describeWatchStore(name: string, make: MakeSubject<WatchStore>): void {
  describe(`${name} watch store`, () => {
    it('knows nothing of a service that was never saved', async () => {
      const { store } = await make();

      expect(await store.load(CHECKOUT)).toBeUndefined();
    });

    it('gives back what was saved', async () => {
      const { store } = await make();
      const watch = serviceWatch();

      expect(await store.save(watch, undefined)).toBe(true);

      expect(await store.load(CHECKOUT)).toEqual(watch);
    });

    it('keeps services apart', async () => {
      const { store } = await make();
      await store.save(serviceWatch(), undefined);

      await store.save(serviceWatch({ serviceId: CART, version: 9 }), undefined);

      expect(await store.load(CHECKOUT)).toMatchObject({ serviceId: CHECKOUT, version: 1 });
    });

    it('lets one of two scorers win who both began with nothing', async () => {
      const { store } = await make();

      const answers = await Promise.all([
        store.save(serviceWatch({ version: 1 }), undefined),
        store.save(serviceWatch({ version: 2 }), undefined),
      ]);

      expect(answers.filter((saved) => saved)).toHaveLength(1);
    });

    it('lets exactly one of many scorers win who have read the same version', async () => {
      const { store } = await make();
      const seen = serviceWatch({ version: 1 });
      await store.save(seen, undefined);

      const answers = await Promise.all(
        [2, 2, 2, 3].map((version) => store.save(serviceWatch({ version }), seen)),
      );

      expect(answers.filter((saved) => saved)).toHaveLength(1);
    });

    it('refuses a scorer that is late, and keeps the newer state', async () => {
      const { store } = await make();
      const first = serviceWatch({ version: 1 });
      const second = serviceWatch({ version: 2, observedAt: minute(1) });
      await store.save(first, undefined);
      await store.save(second, first);

      expect(await store.save(serviceWatch({ version: 2, observedAt: minute(-3) }), first)).toBe(false);

      expect(await store.load(CHECKOUT)).toEqual(second);
    });

    it('still has it, and still judges by its version, after a restart', async () => {
      const { store, reopen } = await make();
      const first = serviceWatch({ version: 1 });
      await store.save(first, undefined);

      const reopened = await reopen();

      expect(await reopened.load(CHECKOUT)).toEqual(first);
      expect(await reopened.save(serviceWatch({ version: 2 }), undefined)).toBe(false);
      expect(await reopened.save(serviceWatch({ version: 2 }), first)).toBe(true);
    });
  });
}
