// The files that training reads: features of series, computed by the very code that serves them.

import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { featureListHash } from '#adapters/onnx/feature-list.ts';
import { feedSeries } from '#domain/baseline/update-series.ts';
import { FEATURE_NAMES } from '#domain/feature/feature-names.ts';
import { LEARNING_CONTEXT } from './learning-context.ts';
import type { TrainingSeries } from './training-series.ts';

/** Writes features.f32 (rows x 47 little-endian floats), labels.u8 (a byte a row: 1 labelled, 2 not to be learned from), index.json. */
export function exportSeries(all: Iterable<TrainingSeries>, to: string): void {
  mkdirSync(to, { recursive: true });
  const features = openSync(join(to, 'features.f32'), 'w');
  const labels = openSync(join(to, 'labels.u8'), 'w');
  const series = [];
  let firstRow = 0;
  for (const one of all) {
    const rows = featureRowsOf(one);
    writeSync(features, rows.features);
    writeSync(labels, rows.labels);
    const { dataset, name, periodSeconds, origin } = one;
    series.push({ dataset, name, periodSeconds, origin, firstRow, rows: rows.labels.length });
    firstRow += rows.labels.length;
  }
  closeSync(features);
  closeSync(labels);
  const index = { featureHash: featureListHash(FEATURE_NAMES), names: FEATURE_NAMES, series };
  writeFileSync(join(to, 'index.json'), JSON.stringify(index, undefined, 1));
}

interface ExportedRows {
  readonly features: Float32Array;
  readonly labels: Uint8Array;
}

function featureRowsOf({ points, periodSeconds }: TrainingSeries): ExportedRows {
  const context = { ...LEARNING_CONTEXT, periodSeconds };
  const features = new Float32Array(points.length * FEATURE_NAMES.length);
  const labels = new Uint8Array(points.length);
  let rows = 0;
  const feed = feedSeries();
  for (const { at, value, isLabelled, isDoubtful } of points) {
    const sight = feed.take({ at, value }, context);
    if (!sight) continue;
    features.set(sight.features, rows * FEATURE_NAMES.length);
    labels[rows++] = (isLabelled ? 1 : 0) + (isDoubtful ? 2 : 0);
  }
  return { features: features.subarray(0, rows * FEATURE_NAMES.length), labels: labels.subarray(0, rows) };
}
