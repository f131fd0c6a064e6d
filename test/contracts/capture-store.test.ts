import { describeCaptureStore } from './capture-store.contract.ts';
import { sqliteSubject } from './sqlite-subject.ts';

describeCaptureStore(
  'SQLite',
  sqliteSubject((stores) => stores.captures),
);
