// How fast the anomaly models are on one core, beside scikit-learn's isolation forest on the same points in the same run.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { FEATURE_COUNT } from '#domain/feature/feature-names.ts';
import { Instant } from '#domain/ids.ts';
import { loadShippedModel } from '#local/models.ts';
import { modelScorers } from '#local/score/model-scorer.ts';
import { measureFeatures, measureTicks } from '../detection.ts';
import type { BenchOptions, Figure, ModelRow, ModelTable } from './table.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const POINTS = 40_000;
const BLOCK_POINTS = 4096;
const START = Date.UTC(2026, 0, 5);
const TRIES = 3;

/** The table of speeds; the row of scikit-learn is left out where Python is not at hand. */
export async function measureSpeeds({ say }: BenchOptions): Promise<ModelTable[]> {
  say('speed: loading and scoring');
  const began = performance.now();
  const loaded = await loadShippedModel();
  const loadMs = performance.now() - began;
  if (!loaded.ok) throw new Error(loaded.refusal);
  const rates: number[] = [];
  for (let i = 0; i < TRIES; i++) rates.push(await scoredPerSecond(loaded.value));
  const { msPer300Series } = await measureTicks(loaded.value);
  const row = (method: string, figures: Record<string, Figure>, isOurs = true): ModelRow => ({
    method,
    isOurs,
    figures,
  });
  const rows = [
    row('features alone', { 'points a second': { value: measureFeatures(200_000).pointsPerSecond } }),
    row('medic score, all models', { 'points a second': { value: Math.max(...rates) } }),
    row('the loop, 300 series', { ms: { value: msPer300Series } }),
    row('loading the anomaly models', { ms: { value: loadMs } }),
    row('all .onnx files', { MB: { value: modelMegabytes() } }),
  ];
  const forest = forestPerSecond();
  if (forest !== undefined)
    rows.push(
      row("scikit-learn's isolation forest, same rows", { 'points a second': { value: forest } }, false),
    );
  return [
    {
      id: 'speed',
      title: 'Speed, one core',
      columns: ['points a second', 'ms', 'MB'],
      rows,
      bars: {
        'points a second': 'features 200,000, medic score 20,000 (aim 60,000)',
        ms: '300 series 15 (aim 5), load 300',
        MB: '< 5',
      },
      notes: ['The best of three tries; files are not read in "medic score", its points are in memory'],
    },
  ];
}

/** A wave with a little noise. */
function valueAt(index: number): number {
  return 100 + 30 * Math.sin((2 * Math.PI * index) / 1440) + ((index * 7919) % 1000) / 100;
}

async function scoredPerSecond(model: Parameters<typeof modelScorers>[0]): Promise<number> {
  const points = Array.from({ length: POINTS }, (_, index) => ({
    at: Instant.parse(START + index * 60_000),
    values: [valueAt(index)],
    periodSeconds: 60,
  }));
  const scorer = modelScorers(model)(1);
  const began = performance.now();
  for (let from = 0; from < POINTS; from += BLOCK_POINTS)
    await scorer.score(points.slice(from, from + BLOCK_POINTS));
  return (1000 * POINTS) / (performance.now() - began);
}

function modelMegabytes(): number {
  const folder = join(ROOT, 'models');
  const bytes = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.onnx'))
    .reduce((sum, path) => sum + statSync(join(folder, path)).size, 0);
  return bytes / 1e6;
}

/** Rows of 47 features a second that scikit-learn scores with a forest of the same size, or undefined without Python. */
function forestPerSecond(): number | undefined {
  const python = join(ROOT, '.training/venv/bin/python');
  const folder = mkdtempSync(join(tmpdir(), 'forest-'));
  try {
    const rows = Float32Array.from(
      { length: POINTS * FEATURE_COUNT },
      (_, i) => ((i * 7919) % 2001) / 500 - 2,
    );
    writeFileSync(join(folder, 'rows.f32'), rows);
    const script = join(ROOT, 'models/training/time_isolation_forest.py');
    const { status, stdout } = spawnSync(python, [script, join(folder, 'rows.f32'), String(FEATURE_COUNT)], {
      encoding: 'utf8',
    });
    return status === 0 ? Number(stdout) : undefined;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
