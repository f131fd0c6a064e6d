// Writes the features and outcomes that the failure model is trained on, computed by the very code that serves it:
//   node tools/export-failure-features.ts <data folder> <output folder>
// Output: features.f32 (rows of little-endian floats), minutes.u8 (to the crossing; 0: none within the hour), weights.u8,
// judged.u8 (1 in the last two thirds of a series), index.json (series, names and hash of the features).

import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { argv, stderr } from 'node:process';
import { featureListHash } from '#adapters/onnx/feature-list.ts';
import { crossingRatesOf } from '#domain/failure/crossing-rates.ts';
import { FAILURE_FEATURE_NAMES } from '#domain/failure/failure-feature-names.ts';
import { failureFeatureRows } from '#domain/failure/failure-features.ts';
import { limitSeries } from '#domain/failure/limited-series.ts';
import {
  MACHINE_METRICS,
  type MachineMetric,
  type MachineSeries,
  readMachines,
} from './features/bitbrains.ts';
import {
  limitFor,
  minutesToCrossing,
  TRAINED_LIMITS,
  type TrainedLimit,
} from './features/failure-targets.ts';

/** Moments without a crossing are many and alike: every fourth is written, and counts four times. */
const CALM_STRIDE = 4;
/** Of the first third, which the limit was read from, every so many. */
const EARLY_STRIDE = 12;
/** Before this many points there is no history to speak of. */
const WARM_UP_POINTS = 12;
/** Metrics that are not judged teach with these limits only. */
const OTHER_LIMITS: ReadonlySet<string> = new Set(['p99+10%', 'p95']);

const [, , dataFolder, outputFolder] = argv;
if (!dataFolder || !outputFolder) {
  stderr.write('Usage: node tools/export-failure-features.ts <data folder> <output folder>\n');
  process.exitCode = 1;
} else {
  exportFailures(dataFolder, outputFolder);
}

function exportFailures(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  const features = openSync(join(to, 'features.f32'), 'w');
  const columns = { minutes: [] as number[], weights: [] as number[], judged: [] as number[] };
  const series = [];
  const metrics = Object.keys(MACHINE_METRICS) as MachineMetric[];
  for (const machine of readMachines(from, metrics)) {
    for (const limit of TRAINED_LIMITS.filter((one) => isTrained(machine, one))) {
      const firstRow = columns.minutes.length;
      writeSync(features, rowsOf(machine, limit, columns));
      const rows = columns.minutes.length - firstRow;
      series.push({ group: machine.machine, metric: machine.metric, limit: limit.name, firstRow, rows });
    }
  }
  closeSync(features);
  for (const [name, column] of Object.entries(columns))
    writeFileSync(join(to, `${name}.u8`), Uint8Array.from(column));
  const featureHash = featureListHash(FAILURE_FEATURE_NAMES);
  writeFileSync(
    join(to, 'index.json'),
    JSON.stringify({ featureHash, names: FAILURE_FEATURE_NAMES, series }, undefined, 1),
  );
}

function isTrained({ metric }: MachineSeries, limit: TrainedLimit): boolean {
  return metric === 'cpu' || metric === 'memory' || OTHER_LIMITS.has(limit.name);
}

interface Columns {
  readonly minutes: number[];
  readonly weights: number[];
  readonly judged: number[];
}

function rowsOf({ series }: MachineSeries, trained: TrainedLimit, columns: Columns): Float32Array {
  const limit = limitFor(series.values, trained);
  if (limit === undefined) return new Float32Array();
  const places: number[] = [];
  minutesToCrossing(series, limit).forEach((minutes, at) => {
    if (minutes === undefined || at < WARM_UP_POINTS) return;
    const isJudged = at >= series.values.length / 3;
    const stride = isJudged ? (minutes > 0 ? 1 : CALM_STRIDE) : EARLY_STRIDE;
    if (at % stride !== 0) return;
    places.push(at);
    columns.minutes.push(minutes);
    columns.weights.push(isJudged ? stride : CALM_STRIDE);
    columns.judged.push(isJudged ? 1 : 0);
  });
  const limited = limitSeries(series, limit);
  return failureFeatureRows({ series: limited, rates: crossingRatesOf(limited) }, places);
}
