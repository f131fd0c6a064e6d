import { describeDiagnosisStore } from './diagnosis-store.contract.ts';
import { sqliteSubject } from './sqlite-subject.ts';

describeDiagnosisStore(
  'SQLite',
  sqliteSubject((stores) => stores.diagnoses),
);
