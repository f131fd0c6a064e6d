// The coming demand of each service, in the table: one item for each, some ten kilobytes, so it bounds itself.

import type { DemandForecastStore } from '#application/ports/forecasting.ts';
import { demandForecastKey } from '#contracts/learning-keys.ts';
import { DemandForecast } from '#domain/demand/demand-forecast.ts';
import { bodyOf, readBody } from './body.ts';
import type { Table } from './table.ts';
import { put } from './writes.ts';

/** The store over an open table. */
export function tableDemandForecastStore(table: Table): DemandForecastStore {
  return {
    async put(forecast) {
      await table.write(put({ ...demandForecastKey(forecast.serviceId), ...bodyOf(forecast) }));
    },
    async find(serviceId) {
      return readBody(DemandForecast, await table.get(demandForecastKey(serviceId)));
    },
  };
}
