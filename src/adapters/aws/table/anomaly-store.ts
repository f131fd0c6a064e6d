// Anomalies in the table. An anomaly is a fact: the first record of it stays. Its id names its service and minute, so one
// item is both found by id and listed by time.

import type { AnomalyStore } from '#application/ports/telemetry.ts';
import { parseAnomalyId } from '#contracts/naming.ts';
import { historyPeriod, minuteKey } from '#contracts/table-keys.ts';
import { Anomaly } from '#domain/anomaly/anomaly.ts';
import { bodyOf, readBodies, readBody } from './body.ts';
import { ABSENT } from './condition.ts';
import type { Table } from './table.ts';
import { put } from './writes.ts';

/** The store over an open table. */
export function tableAnomalyStore(table: Table): AnomalyStore {
  return {
    async put(anomaly) {
      const key = minuteKey('anomaly', anomaly.serviceId, anomaly.at);
      await table.write(put({ ...key, ...bodyOf(anomaly), ...table.expiries.anomaly(anomaly.at) }, ABSENT));
    },
    async find(anomalyId) {
      const name = parseAnomalyId(anomalyId);
      if (!name) return undefined;
      return readBody(Anomaly, await table.get(minuteKey('anomaly', name.serviceId, name.at)));
    },
    async list(serviceId, from, to) {
      return readBodies(Anomaly, await table.query(historyPeriod('anomaly', serviceId, { from, to })));
    },
  };
}
