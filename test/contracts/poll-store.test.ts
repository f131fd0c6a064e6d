import { describePollStore } from './poll-store.contract.ts';
import { sqliteSubject } from './sqlite-subject.ts';

describePollStore(
  'SQLite',
  sqliteSubject((stores) => stores.polls),
);
