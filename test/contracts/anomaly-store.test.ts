import { describeAnomalyStore } from './anomaly-store.contract.ts';
import { sqliteSubject } from './sqlite-subject.ts';

describeAnomalyStore(
  'SQLite',
  sqliteSubject((stores) => stores.anomalies),
);
