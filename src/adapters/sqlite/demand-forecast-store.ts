// The coming demand of each service in the embedded database: one row for each, the newest forecast.

import type { DatabaseSync } from 'node:sqlite';
import type { DemandForecastStore } from '#application/ports/forecasting.ts';
import { DemandForecast } from '#domain/demand/demand-forecast.ts';
import { readBody } from './body.ts';

/** Opens the store; its table is made where it is missing. */
export function sqliteDemandForecastStore(database: DatabaseSync): DemandForecastStore {
  database.exec(
    'CREATE TABLE IF NOT EXISTS demand_forecast (service_id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT',
  );
  const upsert = database.prepare('INSERT OR REPLACE INTO demand_forecast (service_id, body) VALUES (?, ?)');
  const select = database.prepare('SELECT body FROM demand_forecast WHERE service_id = ?');

  return {
    async put(forecast) {
      upsert.run(forecast.serviceId, JSON.stringify(forecast));
    },
    async find(serviceId) {
      return readBody(DemandForecast, select.get(serviceId));
    },
  };
}
