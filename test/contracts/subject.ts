// What a contract suite is called with: a store over a fresh, empty place, the clock it reads, and a second connection
// to the same place, opened without closing the first, as after a kill of the process.

import type { ManualClock } from '../builders.ts';

export interface Subject<Store> {
  readonly store: Store;
  readonly clock: ManualClock;
  reopen(): Promise<Store>;
}

export type MakeSubject<Store> = () => Promise<Subject<Store>>;
