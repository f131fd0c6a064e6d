// Leases in the table. The rule judges what was read, and the answer is written only over that; who was slower reads and
// is judged again, so no grant is lost and a token only grows (I1).

import type { LeaseStore } from '#application/ports/recovery.ts';
import type { Clock } from '#application/ports/telemetry.ts';
import { winRace } from '#application/recovery/win-race.ts';
import { heldLeaseKey, leaseKey, pointerRange } from '#contracts/table-keys.ts';
import { ResourceId } from '#domain/ids.ts';
import { endLease, grantLease, Lease, type LeaseHeld } from '#domain/lease/lease.ts';
import type { Result } from '#domain/result.ts';
import type { Item } from './attributes.ts';
import { bodyOf, readBodies, readBody } from './body.ts';
import { ABSENT, versionIs } from './condition.ts';
import { pointedIds, pointerItem } from './pointer.ts';
import type { Table } from './table.ts';
import { put, type Write } from './writes.ts';

/** The store over an open table. A lease given back stays, for its token; only its pointer goes. */
export function tableLeaseStore(table: Table, clock: Clock): LeaseStore {
  return {
    async acquire(request) {
      const { resourceId } = request;
      return winRace<Result<Lease, LeaseHeld>>(`the lease of ${resourceId}`, async () => {
        const seen = await table.get(leaseKey(resourceId));
        const answer = grantLease(readBody(Lease, seen), request, clock.now());
        if (!answer.ok) return { value: answer };
        const pointer = put(pointerItem(heldLeaseKey(resourceId), resourceId));
        const { isWritten } = await table.write(putOver(seen, answer.value), pointer);
        return isWritten ? { value: answer } : undefined;
      });
    },
    async find(resourceId) {
      return readBody(Lease, await table.get(leaseKey(resourceId)));
    },
    async release({ resourceId, fencingToken }) {
      await winRace(`the end of the lease of ${resourceId}`, async () => {
        const seen = await table.get(leaseKey(resourceId));
        const current = readBody(Lease, seen);
        if (current?.fencingToken !== fencingToken) return { value: undefined };
        const removal: Write = { kind: 'remove', key: heldLeaseKey(resourceId) };
        const { isWritten } = await table.write(putOver(seen, endLease(current, clock.now())), removal);
        return isWritten ? { value: undefined } : undefined;
      });
    },
    async listHeld() {
      const ids = pointedIds(ResourceId, await table.query(pointerRange('held-leases')));
      return readBodies(Lease, await table.getAll(ids.map((id) => leaseKey(id))));
    },
  };
}

/** Every write of a lease has a version of its own, so none that changed in between looks like the one read. */
function putOver(seen: Item | undefined, lease: Lease): Write {
  const version = Number(seen?.['version'] ?? 0);
  const item = { ...leaseKey(lease.resourceId), ...bodyOf(lease), version: version + 1 };
  return put(item, seen ? versionIs(version) : ABSENT);
}
