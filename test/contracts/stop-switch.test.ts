import { sqliteSubject } from './sqlite-subject.ts';
import { describeStopSwitch } from './stop-switch.contract.ts';

describeStopSwitch(
  'SQLite',
  sqliteSubject((stores) => stores.stopSwitch),
);
