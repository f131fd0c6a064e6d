// The stories of the simulated fleet that tables are made of, run once for all tables of a run.

import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { StoryRecord, StoryTask } from './fleet-run.ts';
import type { BenchOptions } from './table.ts';

/** Each takes a core and about 300 MiB. */
const WORKERS = 2;
/** Length of a story. */
export const STORY_HOURS = 24;
/** The seeds that the bars of `npm run stories` are held on, and others that nobody looked at while anything was chosen. */
export const STORY_SEEDS = [
  { name: 'seeds 1-20', from: 1, to: 20 },
  { name: 'held-out seeds 29-36', from: 29, to: 36 },
] as const;

const told = new Map<number, StoryRecord>();

/** The records of some seeds, from the first to the last of them. */
export async function recordStories(
  { from, to }: (typeof STORY_SEEDS)[number],
  say: BenchOptions['say'],
): Promise<readonly StoryRecord[]> {
  const seeds = Array.from({ length: to - from + 1 }, (_, place) => from + place);
  const waiting = seeds.filter((seed) => !told.has(seed));
  const tellSome = async (): Promise<void> => {
    const worker = new Worker(new URL('./fleet-worker.ts', import.meta.url));
    for (let seed = waiting.shift(); seed !== undefined; seed = waiting.shift()) {
      say(`fleet: seed ${seed}`);
      worker.postMessage({ seed, hours: STORY_HOURS } satisfies StoryTask);
      const record: StoryRecord = (await once(worker, 'message'))[0];
      told.set(seed, record);
    }
    await worker.terminate();
  };
  if (waiting.length > 0) await Promise.all(Array.from({ length: WORKERS }, tellSome));
  return seeds.flatMap((seed) => told.get(seed) ?? []);
}
