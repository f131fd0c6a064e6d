import { describeErrorLogStore } from './error-log-store.contract.ts';
import { sqliteSubject } from './sqlite-subject.ts';

describeErrorLogStore(
  'SQLite',
  sqliteSubject((stores) => stores.errorLogs),
);
