import { describePlanStore } from './plan-store.contract.ts';
import { sqliteSubject } from './sqlite-subject.ts';

describePlanStore(
  'SQLite',
  sqliteSubject((stores) => stores.plans),
);
