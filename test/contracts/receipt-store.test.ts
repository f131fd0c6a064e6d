import { describeReceiptStore } from './receipt-store.contract.ts';
import { sqliteSubject } from './sqlite-subject.ts';

describeReceiptStore(
  'SQLite',
  sqliteSubject((stores) => stores.receipts),
);
