// Health records in the table, one per service and minute. The first one of a minute stays. Read in runs of many at every
// tick, so items are trusted.

import type { HealthStore } from '#application/ports/telemetry.ts';
import { historyPeriod, historyRange, minuteKey } from '#contracts/table-keys.ts';
import type { HealthRecord } from '#domain/health/health.ts';
import { bodyOf, trustBody } from './body.ts';
import { ABSENT } from './condition.ts';
import type { Table } from './table.ts';
import { put } from './writes.ts';

/** The store over an open table. */
export function tableHealthStore(table: Table): HealthStore {
  return {
    async put(record) {
      const key = minuteKey('health', record.serviceId, record.at);
      await table.write(put({ ...key, ...bodyOf(record), ...table.expiries.health(record.at) }, ABSENT));
    },
    async latest(serviceId) {
      const newest = { order: 'newest-first', limit: 1 } as const;
      const [item] = await table.query(historyRange('health', serviceId), newest);
      return item && trustBody<HealthRecord>(item);
    },
    async list(serviceId, from, to) {
      const items = await table.query(historyPeriod('health', serviceId, { from, to }));
      return items.map((item) => trustBody<HealthRecord>(item));
    },
  };
}
