// Trains a challenger of the anomaly models without any public data, on the user's own history where there is one and on
// made-up series, and measures it beside the version that decides, on the same series that neither has learned from:
//   node tools/train-challenger.ts --out <folder> [--database <file> | --table <name> --bucket <name>]
//     [--beside models] [--synthetic 144]
// The history is in the database of a local run, or in the table of a deployment; it is read and nothing is written there.
// The folder has the shape of `models/` then: `medic start --challenger <folder>`.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { fitChallenger } from './features/challenger/fit.ts';
import { exportHistory, findChampion } from './features/challenger/history.ts';
import { measureBeside } from './features/challenger/measure.ts';
import { collectChallengerSeries } from './features/challenger/series.ts';
import { exportSeries } from './features/export-series.ts';
import { preparePython } from './python-environment.ts';

const ROOT = resolve(import.meta.dirname, '..');
const SCRIPTS = join(ROOT, 'models/training');
/** What the forecasts alone need is large, and not needed here. */
const OF_FORECASTS = ['jax', 'optax'];

const { values } = parseArgs({
  options: {
    out: { type: 'string' },
    database: { type: 'string' },
    table: { type: 'string' },
    bucket: { type: 'string' },
    beside: { type: 'string', default: join(ROOT, 'models') },
    synthetic: { type: 'string', default: '144' },
  },
});
if (values.out === undefined) {
  console.error(
    'Usage: node tools/train-challenger.ts --out <folder> [--database <file> | --table <name> --bucket <name>] [--beside models] [--synthetic 144]',
  );
  process.exit(2);
}
const out = resolve(values.out);
const own = mkdtempSync(join(tmpdir(), 'fleetmedic-history-'));
console.log(`${await exportHistory(values, own)} series of your own`);
const { training, calibrating, judged } = collectChallengerSeries({
  own,
  synthetic: Number(values.synthetic),
});
console.log(
  `${training.length} series to train on, ${calibrating.length} to calibrate, ${judged.length} to judge by`,
);

const exported = mkdtempSync(join(tmpdir(), 'fleetmedic-training-'));
exportSeries(training, exported);
const python = join(preparePython({ folder: venv(), pins: pins(), purpose: 'the training side' }), 'python');
train('train_isolation_forest.py', 'anomaly-isolation-forest');
train('train_anomaly_boosting.py', 'anomaly-boosting');
const beside = await findChampion({ ...values, shipped: values.beside });
await fitChallenger({ folder: out, beside, calibrating });
const measured = await measureBeside({ folder: out, beside, judged });
console.log(`Measured on ${judged.length} series that neither has learned from:`);
console.log(
  `  challenger ${JSON.stringify(measured.own)}\n  champion   ${JSON.stringify(measured.champion)}`,
);

function venv(): string {
  return join(ROOT, '.training/venv');
}

function pins(): readonly string[] {
  const lines = readFileSync(join(SCRIPTS, 'requirements.txt'), 'utf8').split('\n');
  return lines.filter(
    (line) => line.includes('==') && !OF_FORECASTS.some((name) => line.startsWith(`${name}==`)),
  );
}

function train(script: string, model: string): void {
  const args = [join(SCRIPTS, script), exported, join(out, model)];
  const { status } = spawnSync(python, args, { cwd: SCRIPTS, stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0)
    throw new Error(`The training of ${model} ended with ${status}; its message stands above`);
  console.log(`trained ${model}`);
}
