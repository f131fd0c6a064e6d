import { describeIncidentStore } from './incident-store.contract.ts';
import { sqliteSubject } from './sqlite-subject.ts';

describeIncidentStore(
  'SQLite',
  sqliteSubject((stores) => stores.incidents),
);
