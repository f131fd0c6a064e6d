import { describeBudgetStore } from './budget-store.contract.ts';
import { sqliteSubject } from './sqlite-subject.ts';

describeBudgetStore(
  'SQLite',
  sqliteSubject((stores) => stores.budget),
);
