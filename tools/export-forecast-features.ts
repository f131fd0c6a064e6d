// Writes the steps that the forecast model is trained on, computed by the very code that serves it:
//   node tools/export-forecast-features.ts <data folder> <output folder>
// Output: features.f32 (rows of little-endian floats), steps.f32 (for each row: kind of horizon, weight, target, simple
// forecasts; the last two as distances from the best simple forecast in usual errors), index.json (series and hash).

import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { argv, stderr } from 'node:process';
import { featureListHash } from '#adapters/onnx/feature-list.ts';
import { numberAt } from '#domain/baseline/number-at.ts';
import {
  FORECAST_FEATURE_NAMES,
  type ForecastStep,
  forecastSteps,
} from '#domain/forecast/forecast-features.ts';
import {
  type ForecastHistory,
  forecastHistoryOf,
  POINT_FORECASTS,
} from '#domain/forecast/point-forecasts.ts';
import { openStream, type RandomStream } from '#local/fleet/random.ts';
import { FORECAST_HORIZONS, type ForecastTask, readForecastTasks } from './features/forecast-tasks.ts';

const SEED = 20260114;
const NAIVE = POINT_FORECASTS.indexOf('day-naive');
/** Steps that are written of each horizon at each origin. */
const STEPS_PER_ORIGIN = 4;
/** Origins per series: sets with many near-copies of a metric must not drown the others. */
const ORIGINS: Readonly<Record<string, number>> = {
  petshop: 4,
  jumpstarter: 12,
  mscloud: 40,
  nab: 40,
  asd: 20,
  bitbrains: 14,
};
/** Points before the first origin, and the part of each series that is history only. */
const LEAST_HISTORY = 60;
const UNJUDGED_PART = 0.3;
/** No row counts more than so many usual ones. */
const LARGEST_WEIGHT = 5;

const [, , dataFolder, outputFolder] = argv;
if (!dataFolder || !outputFolder) {
  stderr.write('Usage: node tools/export-forecast-features.ts <data folder> <output folder>\n');
  process.exitCode = 1;
} else {
  exportForecasts(dataFolder, outputFolder);
}

function exportForecasts(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  const features = openSync(join(to, 'features.f32'), 'w');
  const steps = openSync(join(to, 'steps.f32'), 'w');
  const series = [];
  let firstRow = 0;
  for (const task of readForecastTasks(from)) {
    const rows = drawRows(task);
    writeSync(features, Float32Array.from(rows.flatMap(({ step }) => step.features)));
    writeSync(steps, Float32Array.from(rows.flatMap(toNumbers)));
    const { dataset, name, group } = task;
    series.push({ dataset, name, group, firstRow, rows: rows.length });
    firstRow += rows.length;
  }
  closeSync(features);
  closeSync(steps);
  const featureHash = featureListHash(FORECAST_FEATURE_NAMES);
  writeFileSync(
    join(to, 'index.json'),
    JSON.stringify({ featureHash, names: FORECAST_FEATURE_NAMES, series }, undefined, 1),
  );
}

interface Row {
  readonly horizon: number;
  readonly step: ForecastStep;
  readonly actual: number;
  readonly weight: number;
}

/** The weight makes errors of all series alike: they count in mean errors of the seasonal naive forecast. */
function toNumbers({ horizon, step, actual, weight }: Row): readonly number[] {
  const anchor = numberAt(step.points, step.best);
  const distance = (value: number) => (value - anchor) / step.scale;
  return [horizon, weight, distance(actual), ...step.points.map(distance)];
}

function drawRows(task: ForecastTask): readonly Row[] {
  const history = forecastHistoryOf(task.series);
  const random = openStream(SEED, `${task.dataset}/${task.name}`);
  return FORECAST_HORIZONS.flatMap(({ minutes }, horizon) => {
    const drawn = drawSteps(task, history, { minutes, random });
    const naiveError = mean(drawn.map(({ step, actual }) => Math.abs(actual - numberAt(step.points, NAIVE))));
    if (naiveError === 0) return [];
    return drawn.map(({ step, actual }) => ({
      horizon,
      step,
      actual,
      weight: Math.min(LARGEST_WEIGHT, step.scale / naiveError),
    }));
  });
}

interface Drawing {
  readonly minutes: number;
  readonly random: RandomStream;
}

function drawSteps(task: ForecastTask, history: ForecastHistory, { minutes, random }: Drawing) {
  const { values, periodSeconds } = task.series;
  const length = Math.max(1, Math.round((minutes * 60) / periodSeconds));
  const earliest = Math.max(LEAST_HISTORY, Math.floor((values.length - length) * UNJUDGED_PART));
  const drawn: { step: ForecastStep; actual: number }[] = [];
  for (let i = 0; i < (ORIGINS[task.dataset] ?? 0); i++) {
    const origin = earliest + Math.floor(random.uniform() * (values.length - length - earliest));
    if (origin + length >= values.length) continue;
    const counts = Array.from({ length: STEPS_PER_ORIGIN }, () => 1 + Math.floor(random.uniform() * length));
    for (const step of forecastSteps(history, [...new Set(counts)], origin)) {
      const actual = values[origin + step.steps] ?? Number.NaN;
      if (!Number.isNaN(actual)) drawn.push({ step, actual });
    }
  }
  return drawn;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
