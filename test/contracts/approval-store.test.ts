import { describeApprovalStore } from './approval-store.contract.ts';
import { sqliteSubject } from './sqlite-subject.ts';

describeApprovalStore(
  'SQLite',
  sqliteSubject((stores) => stores.approvals),
);
