// What Fleetmedic keeps of what is to come.

import type { DemandForecast } from '#domain/demand/demand-forecast.ts';
import type { ServiceId } from '#domain/ids.ts';

/** The coming demand of each service; a newer forecast takes the place of the one before. */
export interface DemandForecastStore {
  put(forecast: DemandForecast): Promise<void>;
  find(serviceId: ServiceId): Promise<DemandForecast | undefined>;
}
