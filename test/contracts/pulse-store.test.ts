import { describePulseStore } from './pulse-store.contract.ts';
import { sqliteSubject } from './sqlite-subject.ts';

describePulseStore(
  'SQLite',
  sqliteSubject((stores) => stores.pulse),
);
