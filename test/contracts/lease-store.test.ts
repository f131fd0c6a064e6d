import { describeLeaseStore } from './lease-store.contract.ts';
import { sqliteSubject } from './sqlite-subject.ts';

describeLeaseStore(
  'SQLite',
  sqliteSubject((stores) => stores.leases),
);
