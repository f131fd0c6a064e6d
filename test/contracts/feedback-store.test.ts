import { describeFeedbackStore } from './feedback-store.contract.ts';
import { sqliteSubject } from './sqlite-subject.ts';

describeFeedbackStore(
  'SQLite',
  sqliteSubject((stores) => stores.feedback),
);
