import { describeAuditLog } from './audit-log.contract.ts';
import { sqliteSubject } from './sqlite-subject.ts';

describeAuditLog(
  'SQLite',
  sqliteSubject((stores) => stores.audit),
);
