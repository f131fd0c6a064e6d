import { describeOutcomeStore } from './outcome-store.contract.ts';
import { sqliteSubject } from './sqlite-subject.ts';

describeOutcomeStore(
  'SQLite',
  sqliteSubject((stores) => stores.outcomes),
);
