// What every ReceiptStore must keep: a receipt is claimed once while it lasts, whoever claims it.

import { describe, expect, it } from 'vitest';
import type { ReceiptStore } from '#application/ports/operations.ts';
import { at } from '../builders.ts';
import type { MakeSubject } from './subject.ts';

export function describeReceiptStore(name: string, makeSubject: MakeSubject<ReceiptStore>): void {
  describe(`ReceiptStore over ${name}`, () => {
    it('lets the first claim a receipt, and nobody after it', async () => {
      const { store, reopen } = await makeSubject();

      const first = await store.claim('one', at(600));
      const again = await store.claim('one', at(600));
      const elsewhere = await (await reopen()).claim('one', at(600));

      expect([first, again, elsewhere]).toEqual([true, false, false]);
    });

    it('tells receipts apart', async () => {
      const { store } = await makeSubject();

      expect([await store.claim('one', at(600)), await store.claim('two', at(600))]).toEqual([true, true]);
    });

    it('lets one of many at once claim it', async () => {
      const { store } = await makeSubject();

      const claims = await Promise.all(Array.from({ length: 8 }, () => store.claim('one', at(600))));

      expect(claims.filter(Boolean)).toHaveLength(1);
    });

    it('forgets what has expired', async () => {
      const { store, clock } = await makeSubject();
      await store.claim('one', at(600));
      clock.advance(600);

      expect(await store.claim('one', at(1200))).toBe(true);
    });
  });
}
