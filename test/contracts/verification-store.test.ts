import { sqliteSubject } from './sqlite-subject.ts';
import { describeVerificationStore } from './verification-store.contract.ts';

describeVerificationStore(
  'SQLite',
  sqliteSubject((stores) => stores.verifications),
);
