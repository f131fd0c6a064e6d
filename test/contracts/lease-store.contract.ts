// What every lease store must do. The suite is called once per adapter, on the real thing each adapter talks to.

import { describe, expect, it } from 'vitest';
import type { LeaseStore } from '#application/ports/recovery.ts';
import { LEASE_SECONDS } from '#domain/lease/lease.ts';
import { CART_ECS, CHECKOUT_ECS, OURS, THEIRS } from '../builders.ts';
import type { MakeSubject } from './subject.ts';

export function describeLeaseStore(name: string, make: MakeSubject<LeaseStore>): void {
  describe(`${name} lease store`, () => {
    it('lets exactly one of many simultaneous callers win', async () => {
      const { store } = await make();

      const answers = await Promise.all(
        [OURS, THEIRS].map((executionId) => store.acquire({ resourceId: CHECKOUT_ECS, executionId })),
      );

      expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
    });

    it('renews the lease of its holder under the same token', async () => {
      const { store, clock } = await make();
      await store.acquire({ resourceId: CHECKOUT_ECS, executionId: OURS });
      clock.advance(LEASE_SECONDS / 2);

      await store.acquire({ resourceId: CHECKOUT_ECS, executionId: OURS });

      clock.advance(LEASE_SECONDS / 2);
      const other = await store.acquire({ resourceId: CHECKOUT_ECS, executionId: THEIRS });
      expect(other).toMatchObject({ ok: false, refusal: { holder: OURS } });
      expect(await store.find(CHECKOUT_ECS)).toMatchObject({ fencingToken: 1 });
    });

    it('raises the token when an expired lease changes hands', async () => {
      const { store, clock } = await make();
      await store.acquire({ resourceId: CHECKOUT_ECS, executionId: OURS });

      clock.advance(LEASE_SECONDS);
      const granted = await store.acquire({ resourceId: CHECKOUT_ECS, executionId: THEIRS });

      expect(granted).toMatchObject({ ok: true, value: { fencingToken: 2 } });
    });

    it('raises the token when a lease that was given back is granted anew', async () => {
      const { store } = await make();
      const first = await store.acquire({ resourceId: CHECKOUT_ECS, executionId: OURS });
      if (first.ok) await store.release(first.value);

      const second = await store.acquire({ resourceId: CHECKOUT_ECS, executionId: THEIRS });

      expect(second).toMatchObject({ ok: true, value: { executionId: THEIRS, fencingToken: 2 } });
    });

    it('ignores a release by an execution that has lost the lease', async () => {
      const { store, clock } = await make();
      const first = await store.acquire({ resourceId: CHECKOUT_ECS, executionId: OURS });
      clock.advance(LEASE_SECONDS);
      await store.acquire({ resourceId: CHECKOUT_ECS, executionId: THEIRS });

      if (first.ok) await store.release(first.value);

      expect(await store.find(CHECKOUT_ECS)).toMatchObject({ executionId: THEIRS, fencingToken: 2 });
      expect(await store.acquire({ resourceId: CHECKOUT_ECS, executionId: OURS })).toMatchObject({
        ok: false,
      });
    });

    it('lists what has not been given back, expired leases included', async () => {
      const { store, clock } = await make();
      const checkout = await store.acquire({ resourceId: CHECKOUT_ECS, executionId: OURS });
      await store.acquire({ resourceId: CART_ECS, executionId: THEIRS });
      clock.advance(2 * LEASE_SECONDS);

      expect(await store.listHeld()).toHaveLength(2);

      if (checkout.ok) await store.release(checkout.value);
      expect(await store.listHeld()).toMatchObject([{ resourceId: CART_ECS, executionId: THEIRS }]);
    });

    it('lists a lease again that was given back and granted anew', async () => {
      const { store } = await make();
      const first = await store.acquire({ resourceId: CHECKOUT_ECS, executionId: OURS });
      if (first.ok) await store.release(first.value);

      await store.acquire({ resourceId: CHECKOUT_ECS, executionId: OURS });

      expect(await store.listHeld()).toMatchObject([{ fencingToken: 2 }]);
    });

    it('still knows the holder and the token after a restart', async () => {
      const { store, reopen } = await make();
      await store.acquire({ resourceId: CHECKOUT_ECS, executionId: OURS });

      const reopened = await reopen();

      expect(await reopened.acquire({ resourceId: CHECKOUT_ECS, executionId: THEIRS })).toMatchObject({
        ok: false,
        refusal: { holder: OURS },
      });
    });
  });
}
