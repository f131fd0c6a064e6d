// The change log in the table: deployments, configurations and scalings. The first record of each stays.

import type { ChangeStore } from '#application/ports/telemetry.ts';
import { changeKey, historyPeriod } from '#contracts/table-keys.ts';
import { Change } from '#domain/change/change.ts';
import { bodyOf, readBodies } from './body.ts';
import { ABSENT } from './condition.ts';
import type { Table } from './table.ts';
import { put } from './writes.ts';

/** The store over an open table. */
export function tableChangeStore(table: Table): ChangeStore {
  return {
    async put(change) {
      const key = changeKey(change.serviceId, change.at, change.changeId);
      await table.write(put({ ...key, ...bodyOf(change), ...table.expiries.change(change.at) }, ABSENT));
    },
    async list(serviceIds, from, to) {
      const ofEach = [...new Set(serviceIds)].map((serviceId) =>
        table.query(historyPeriod('change', serviceId, { from, to })),
      );
      const items = (await Promise.all(ofEach)).flat();
      // The sort key is time and id: the order wanted, over all services.
      return readBodies(
        Change,
        items.sort((a, b) => (a.sk < b.sk ? -1 : 1)),
      );
    },
  };
}
