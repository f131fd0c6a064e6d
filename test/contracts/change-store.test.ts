import { describeChangeStore } from './change-store.contract.ts';
import { sqliteSubject } from './sqlite-subject.ts';

describeChangeStore(
  'SQLite',
  sqliteSubject((stores) => stores.changes),
);
