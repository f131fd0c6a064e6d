// Writes the evidence on suspects of simulated incidents, with what is truly wrong with each, for training:
//   node tools/export-failure-type-features.ts <output folder> [stories]
// Output: features.f32 (rows x features, little-endian), labels.u8 (place in the list of failure types), index.json (runs
// of rows with their seed, failure types, names, hash). No seed of a published figure is among them.

import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { argv, stderr } from 'node:process';
import { Worker } from 'node:worker_threads';
import { featureListHash } from '#adapters/onnx/feature-list.ts';
import { FailureType } from '#domain/diagnosis/failure-type.ts';
import { FAILURE_TYPE_FEATURE_NAMES } from '#domain/failure-type/failure-type-features.ts';
import type { Look, LookTask } from './features/failure-types/incident-looks.ts';

/** Far from every seed that a figure is published of. */
const FIRST_SEED = 1001;
const DEFAULT_STORIES = 24;
const HOURS = 24;
/** Each takes a core and about 300 MiB. */
const WORKERS = 2;

const [, , outputFolder, stories = String(DEFAULT_STORIES)] = argv;
if (!outputFolder) {
  stderr.write('Usage: node tools/export-failure-type-features.ts <output folder> [stories]\n');
  process.exitCode = 1;
} else {
  await exportLooks(outputFolder, tasksOf(Number(stories)));
}

/** Every fourth story is left to itself: what nobody mends shows later stages, and few incidents, for they grow together. */
function tasksOf(count: number): readonly LookTask[] {
  return Array.from({ length: count }, (_, place) => ({
    seed: FIRST_SEED + place,
    hours: HOURS,
    isHealed: place % 4 !== 3,
  }));
}

async function exportLooks(to: string, tasks: readonly LookTask[]): Promise<void> {
  const told = await tellStories(tasks);
  const looks = tasks.flatMap((task) => (told.get(task.seed) ?? []).map((look) => ({ ...look, task })));
  const runs = looks.map(({ task: { seed, isHealed }, incidentId, serviceId, minute, tree }) => ({
    seed,
    isHealed,
    incident: incidentId,
    suspect: serviceId,
    minute,
    tree,
  }));
  mkdirSync(to, { recursive: true });
  writeFileSync(join(to, 'features.f32'), Float32Array.from(looks.flatMap(({ row }) => row)));
  const types = FailureType.options;
  writeFileSync(
    join(to, 'labels.u8'),
    Uint8Array.from(looks, ({ type }) => types.indexOf(type)),
  );
  const names = FAILURE_TYPE_FEATURE_NAMES;
  const index = { featureHash: featureListHash(names), names, types, runs };
  writeFileSync(join(to, 'index.json'), JSON.stringify(index));
}

/** The looks at each story, by its seed. */
async function tellStories(tasks: readonly LookTask[]): Promise<ReadonlyMap<number, readonly Look[]>> {
  const waiting = [...tasks];
  const told = new Map<number, readonly Look[]>();
  const tellSome = async (): Promise<void> => {
    const worker = new Worker(new URL('./features/failure-types/look-worker.ts', import.meta.url));
    for (let task = waiting.shift(); task !== undefined; task = waiting.shift()) {
      worker.postMessage(task);
      const looks: readonly Look[] = (await once(worker, 'message'))[0];
      told.set(task.seed, looks);
      stderr.write(`seed ${task.seed}: ${looks.length} rows\n`);
    }
    await worker.terminate();
  };
  await Promise.all(Array.from({ length: WORKERS }, tellSome));
  return told;
}
