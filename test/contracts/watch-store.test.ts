import { sqliteSubject } from './sqlite-subject.ts';
import { describeWatchStore } from './watch-store.contract.ts';

describeWatchStore(
  'SQLite',
  sqliteSubject((stores) => stores.watches),
);
