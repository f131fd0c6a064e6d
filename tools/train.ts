// Trains the models that are shipped, from features that the TypeScript code exports:
//   npm run train -- --data <data folder> [--only anomaly] [--folds]
// Python and its packages live in an environment of their own; nothing of the data is kept outside of `.training`.
// With --folds the models of the cross-validation are trained too, for `npm run bench:models`.

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { preparePython } from './python-environment.ts';

const ROOT = resolve(import.meta.dirname, '..');
const SCRIPTS = join(ROOT, 'models/training');
const MODELS = join(ROOT, 'models');
const WORK = join(ROOT, '.training');
const EXPORTS = join(WORK, 'exports');
/** Where the bench looks for the models of the folds. */
const FOLDS = join(WORK, 'folds');
const FOLD_COUNT = '5';

/** One export of features, and what is trained from it. */
interface Training {
  readonly name: string;
  /** What it belongs to, where that is not its name: `--only` asks for all of it. */
  readonly task?: string;
  /** Exporter and its arguments before the output folder. */
  readonly exporter: readonly string[];
  readonly models: readonly TrainedFrom[];
}

interface TrainedFrom {
  readonly model: string;
  readonly script: string;
  /** Arguments that ask for the models of the folds; absent where there are none. */
  readonly folds?: readonly string[];
}

const { values } = parseArgs({
  options: { data: { type: 'string' }, only: { type: 'string' }, folds: { type: 'boolean', default: false } },
});
if (values.data === undefined || !existsSync(values.data)) {
  console.error(
    'Usage: npm run train -- --data <data folder> [--only anomaly|cause|error|failure|failure-type|forecast] [--folds]\n' +
      'models/training/README.md says which public data sets the folder holds and where they come from.',
  );
  process.exit(2);
}
const data = resolve(values.data);

const TRAININGS: readonly Training[] = [
  {
    name: 'window',
    task: 'anomaly',
    exporter: ['export-windows.ts', data],
    models: [{ model: 'anomaly-window', script: 'train_window.py', folds: ['--folds', FOLD_COUNT] }],
  },
  {
    name: 'anomaly',
    exporter: ['export-features.ts', data],
    models: [
      { model: 'anomaly-isolation-forest', script: 'train_isolation_forest.py' },
      { model: 'anomaly-boosting', script: 'train_anomaly_boosting.py', folds: ['--folds', FOLD_COUNT] },
    ],
  },
  {
    name: 'cause',
    exporter: ['export-cause-features.ts', data],
    models: [{ model: 'cause-ranker', script: 'train_cause_ranker.py', folds: ['--folds'] }],
  },
  {
    name: 'error',
    exporter: ['export-error-features.ts', join(SCRIPTS, 'error-templates.txt')],
    models: [{ model: 'error-class', script: 'train_error_class.py' }],
  },
  {
    name: 'failure',
    exporter: ['export-failure-features.ts', data],
    models: [{ model: 'failure-boosting', script: 'train_failure.py', folds: ['--folds', FOLD_COUNT] }],
  },
  {
    name: 'failure-type',
    exporter: ['export-failure-type-features.ts'],
    models: [{ model: 'failure-type', script: 'train_failure_type.py', folds: ['--folds'] }],
  },
  {
    name: 'forecast',
    exporter: ['export-forecast-features.ts', data],
    models: [{ model: 'forecast-mixer', script: 'train_forecast.py', folds: ['--folds', FOLD_COUNT] }],
  },
];

const pins = readFileSync(join(SCRIPTS, 'requirements.txt'), 'utf8')
  .split('\n')
  .filter((line) => line.includes('=='));
const python = join(
  preparePython({ folder: join(WORK, 'venv'), pins, purpose: 'the training side' }),
  'python',
);
for (const training of TRAININGS) {
  if (values.only === undefined || values.only === taskOf(training)) train(training);
}

function taskOf({ task, name }: Training): string {
  return task ?? name;
}

function train(training: Training): void {
  const { name, models } = training;
  const [exporter = '', ...args] = training.exporter;
  const exported = join(EXPORTS, name);
  call(`export of ${name}`, process.execPath, [join(ROOT, 'tools', exporter), ...args, exported]);
  for (const { model, script, folds } of models) {
    const command = [join(SCRIPTS, script), exported];
    call(`training of ${model}`, python, [...command, join(MODELS, model)]);
    if (!folds || !(values.folds || taskOf(training) === 'anomaly')) continue;
    call(`folds of ${model}`, python, [...command, join(FOLDS, model), ...folds]);
  }
  if (name === 'anomaly') fitAnomalyScore();
}

/** The calibration rests on the folds, whether or not they are asked for. */
function fitAnomalyScore(): void {
  call('fit of the anomaly score', process.execPath, [
    join(ROOT, 'tools/fit-anomaly-score.ts'),
    data,
    FOLDS,
    MODELS,
  ]);
}

function call(what: string, command: string, args: readonly string[]): void {
  const began = performance.now();
  const { status } = spawnSync(command, args, { cwd: SCRIPTS, stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new Error(`The ${what} ended with ${status}; its message stands above`);
  console.log(`${what}: ${((performance.now() - began) / 1000).toFixed(0)} s`);
}
