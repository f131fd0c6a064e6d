import { describeHealthStore } from './health-store.contract.ts';
import { sqliteSubject } from './sqlite-subject.ts';

describeHealthStore(
  'SQLite',
  sqliteSubject((stores) => stores.health),
);
