import { memoryWatches } from '#local/memory-watches.ts';
import { manualClock } from '../builders.ts';
import { sqliteSubject } from './sqlite-subject.ts';
import { describeWatchStore } from './watch-store.contract.ts';

describeWatchStore(
  'SQLite',
  sqliteSubject((stores) => stores.watches),
);

describeWatchStore('Memory', async () => {
  const store = memoryWatches();
  return { store, clock: manualClock(), reopen: async () => store };
});
