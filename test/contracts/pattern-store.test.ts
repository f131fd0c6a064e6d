import { describePatternStore } from './pattern-store.contract.ts';
import { sqliteSubject } from './sqlite-subject.ts';

describePatternStore(
  'SQLite',
  sqliteSubject((stores) => stores.patterns),
);
