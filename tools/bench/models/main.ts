// npm run bench:models -- --data <data folder> [--only detection] [--seed 1] [--write]: how good the models are, beside what
// they have to beat, in one run. With --write the tables replace those of docs/models.md, and the figures that the quality
// gate compares go into the manifests: no figure there is typed by hand.

import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { arch, cpus, platform, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { measureCauses } from './causes.ts';
import { measureDetections } from './detections.ts';
import { measureFailureTypes } from './failure-types.ts';
import { measureFailures } from './failures.ts';
import { measureFleets } from './fleets.ts';
import { measureForecasts } from './forecasts.ts';
import { measureJoint } from './joint-scores.ts';
import { writeQuality } from './quality.ts';
import { renderTable, replaceTables } from './render.ts';
import { measureSpeeds } from './speeds.ts';
import type { BenchOptions, ModelTable } from './table.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const FOLDS = join(ROOT, '.training/folds');
const PAGE = join(ROOT, 'docs/models.md');

/** What is measured, and the models whose folds it is measured by: only these have to be there. */
interface Task {
  readonly measure: (options: BenchOptions) => Promise<ModelTable[]>;
  readonly folds: readonly string[];
}

const TASKS: Readonly<Record<string, Task>> = {
  detection: { measure: measureDetections, folds: ['anomaly-boosting', 'anomaly-window'] },
  joint: { measure: measureJoint, folds: [] },
  failure: { measure: measureFailures, folds: ['failure-boosting'] },
  forecast: { measure: measureForecasts, folds: ['forecast-mixer'] },
  cause: { measure: measureCauses, folds: ['cause-ranker'] },
  fleet: { measure: measureFleets, folds: [] },
  'failure-type': { measure: measureFailureTypes, folds: [] },
  speed: { measure: measureSpeeds, folds: [] },
};

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    only: { type: 'string' },
    seed: { type: 'string', default: '1' },
    write: { type: 'boolean', default: false },
  },
});
const { data, only } = values;
const asked = only?.split(',') ?? Object.keys(TASKS);
const tasks = Object.entries(TASKS).filter(([name]) => asked.includes(name));
if (data === undefined || !existsSync(data) || tasks.length < asked.length) {
  console.error(
    `Usage: npm run bench:models -- --data <data folder> [--only ${Object.keys(TASKS).join('|')},...] [--seed 1] [--write]\n` +
      'models/training/README.md says which public data sets the folder holds and where they come from.',
  );
  process.exit(2);
}
const missing = tasks.flatMap(([, { folds }]) => folds).filter((name) => !hasFolds(name));
if (missing.length > 0) {
  console.error(
    `The models of the folds of ${missing.join(', ')} are missing: npm run train -- --data <data folder> --folds`,
  );
  process.exit(2);
}

const options: BenchOptions = {
  data: resolve(data),
  folds: FOLDS,
  seed: Number(values.seed),
  say: (line) => console.error(line),
};
const tables: ModelTable[] = [];
for (const [, { measure }] of tasks) tables.push(...(await measure(options)));
const run = describeRun();
console.log([run, ...tables.map(renderTable)].join('\n\n'));
if (values.write) {
  writeFileSync(PAGE, replaceTables(readFileSync(PAGE, 'utf8'), tables, run));
  writeQuality(join(ROOT, 'models'), tables);
}

function hasFolds(name: string): boolean {
  return existsSync(join(FOLDS, name, 'folds.json'));
}

/** Machine, seed, models and data, so that a figure can be traced. */
function describeRun(): string {
  const [first] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  const models = readdirSync(join(ROOT, 'models'))
    .filter((name) => existsSync(join(ROOT, 'models', name, 'manifest.json')))
    .map((name) => `${name} ${manifestHash(name).slice(0, 12)}`);
  return [
    `Machine: ${cpus().length} x ${first?.model.trim() ?? 'unknown'}, ${memory} GiB, ${platform()} ${arch()}, Node ${process.versions.node}.`,
    `Seed: ${values.seed}. Data: ${dataHash(resolve(data ?? '')).slice(0, 12)}. Models: ${models.join(', ')}.`,
  ].join('\n');
}

function manifestHash(name: string): string {
  return JSON.parse(readFileSync(join(ROOT, 'models', name, 'manifest.json'), 'utf8')).modelHash;
}

/** Of names and sizes: enough to tell another version, without reading all of it. */
function dataHash(folder: string): string {
  const hash = createHash('sha256');
  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort())
    hash.update(`${path} ${statSync(join(folder, path)).size}\n`);
  return hash.digest('hex');
}
