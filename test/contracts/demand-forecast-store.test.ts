import { describeDemandForecastStore } from './demand-forecast-store.contract.ts';
import { sqliteSubject } from './sqlite-subject.ts';

describeDemandForecastStore(
  'SQLite',
  sqliteSubject((stores) => stores.demandForecasts),
);
