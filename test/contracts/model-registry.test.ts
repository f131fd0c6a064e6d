import { describeModelRegistry } from './model-registry.contract.ts';
import { sqliteSubject } from './sqlite-subject.ts';

describeModelRegistry(
  'SQLite',
  sqliteSubject((stores) => stores.models),
);
