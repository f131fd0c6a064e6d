// Writes the features of recorded series for training, computed by the very code that serves them:
//   node tools/export-features.ts <data folder> <output folder>
// Output: features.f32 (rows x 47 little-endian floats), labels.u8 (one byte a row), index.json (series and hash).

import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { argv, stderr } from 'node:process';
import { featureListHash } from '#adapters/onnx/feature-list.ts';
import type { SeriesState } from '#domain/baseline/series-state.ts';
import { updateSeries } from '#domain/baseline/update-series.ts';
import { DEFAULT_DETECTION_SETTINGS } from '#domain/detection/settings.ts';
import { FEATURE_NAMES } from '#domain/feature/feature-names.ts';
import { type RecordedSeries, readRecordedSeries } from './features/recorded-series.ts';

/** The first points of a series have no history to stand out from. */
const WARM_UP_POINTS = 30;

const [, , dataFolder, outputFolder] = argv;
if (!dataFolder || !outputFolder) {
  stderr.write('Usage: node tools/export-features.ts <data folder> <output folder>\n');
  process.exitCode = 1;
} else {
  exportFeatures(dataFolder, outputFolder);
}

function exportFeatures(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  const features = openSync(join(to, 'features.f32'), 'w');
  const labels: number[] = [];
  const series = [];
  for (const recorded of readRecordedSeries(from)) {
    const firstRow = labels.length;
    const rows = featureRowsOf(recorded, labels);
    writeSync(features, rows);
    const { dataset, name, periodSeconds } = recorded;
    series.push({ dataset, name, periodSeconds, firstRow, rows: labels.length - firstRow });
  }
  closeSync(features);
  writeFileSync(join(to, 'labels.u8'), Uint8Array.from(labels));
  writeFileSync(
    join(to, 'index.json'),
    JSON.stringify(
      { featureHash: featureListHash(FEATURE_NAMES), names: FEATURE_NAMES, series },
      undefined,
      1,
    ),
  );
}

/** The rows of one series; the label of each is added to `labels`. */
function featureRowsOf({ points, periodSeconds, stride }: RecordedSeries, labels: number[]): Float32Array {
  const { learning, bands } = DEFAULT_DETECTION_SETTINGS;
  const context = {
    periodSeconds,
    rule: { width: bands.width, relativeMargin: 0, absoluteMargin: 0 },
    isTeaching: true,
    learningRate: learning.rate,
    isFollowing: true,
  };
  const rows: number[] = [];
  let state: SeriesState | undefined;
  let index = 0;
  for (const { at, value, isLabelled } of points) {
    const step = updateSeries(state, { at, value }, context);
    state = step?.state;
    if (!step?.features || ++index < WARM_UP_POINTS || index % stride !== 0) continue;
    rows.push(...step.features);
    labels.push(isLabelled ? 1 : 0);
  }
  return Float32Array.from(rows);
}
