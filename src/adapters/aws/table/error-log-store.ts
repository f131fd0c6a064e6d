// Counts of errors in the table, one item per service, minute and delivery. The first one stays.

import type { ErrorLogStore } from '#application/ports/error-logs.ts';
import { errorMinuteKey, historyPeriod } from '#contracts/table-keys.ts';
import { ErrorMinute } from '#domain/error-class/error-minute.ts';
import { bodyOf, readBodies } from './body.ts';
import { ABSENT } from './condition.ts';
import type { Table } from './table.ts';
import { put } from './writes.ts';

/** The store over an open table. */
export function tableErrorLogStore(table: Table): ErrorLogStore {
  return {
    async put(minute) {
      const { serviceId, at, deliveryId } = minute;
      const key = errorMinuteKey(serviceId, at, deliveryId);
      await table.write(put({ ...key, ...bodyOf(minute), ...table.expiries.health(at) }, ABSENT));
    },
    async list(serviceId, from, to) {
      return readBodies(ErrorMinute, await table.query(historyPeriod('error', serviceId, { from, to })));
    },
  };
}
