import { describePredictionStore } from './prediction-store.contract.ts';
import { sqliteSubject } from './sqlite-subject.ts';

describePredictionStore(
  'SQLite',
  sqliteSubject((stores) => stores.predictions),
);
