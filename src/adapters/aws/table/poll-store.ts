// When each service is read next, in the table: small, read whole at every tick, from sixteen partitions at once.

import type { PollStore } from '#application/ports/telemetry.ts';
import { pollKey, pollRanges } from '#contracts/table-keys.ts';
import { PollState } from '#domain/poll/poll.ts';
import { bodyOf, readBodies } from './body.ts';
import type { Table } from './table.ts';
import { put } from './writes.ts';

/** The store over an open table. */
export function tablePollStore(table: Table): PollStore {
  return {
    async all() {
      const shards = await Promise.all(pollRanges().map((range) => table.query(range)));
      return readBodies(PollState, shards.flat());
    },
    async put(state) {
      await table.write(put({ ...pollKey(state.serviceId), ...bodyOf(state) }));
    },
  };
}
