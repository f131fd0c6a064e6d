// The files that the training of the shape model reads. A window is as long as all features four times over, so only those
// are written that are learned from: points that are not calm, of them the beginnings of events and each so-many-th other.

import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { featureListHash } from '#adapters/onnx/feature-list.ts';
import { feedSeries } from '#domain/baseline/update-series.ts';
import { isCalm, WINDOW_NAMES } from '#domain/feature/point-window.ts';
import { SCORING_CONTEXT } from '#local/score/scoring-context.ts';
import type { Origin, TrainingSeries } from './training-series.ts';

/** Points at the beginning of an event that are all learned from. */
const ONSET_POINTS = 8;
/** Of all other points of a series each so-many-th, by origin; a point a minute has neighbours that are much like it. */
const STRIDES: Readonly<Record<Origin, number>> = { labelled: 1, injected: 36, synthetic: 18 };
const DENSE_STRIDE = 4;
const SPARSE_SECONDS = 3600;

/**
 * Writes features.f32 (windows as rows of little-endian floats), rows.u32 (which row of its series each is), labels.u8 (of
 * all rows: 1 labelled, 2 not to be learned from) and index.json.
 */
export function exportWindows(all: Iterable<TrainingSeries>, to: string): void {
  mkdirSync(to, { recursive: true });
  const files = ['features.f32', 'rows.u32', 'labels.u8'].map((name) => openSync(join(to, name), 'w'));
  const series = [];
  let firstLabel = 0;
  let firstWindow = 0;
  for (const one of all) {
    const stride = strideOf(one);
    const { windows, rows, labels } = windowsOf(one, stride);
    const blocks = [
      ...windows.map((window) => [0, window] as const),
      [1, rows] as const,
      [2, labels] as const,
    ];
    for (const [file, block] of blocks) writeSync(files[file] ?? -1, block);
    const { dataset, name, periodSeconds, origin } = one;
    const counts = { firstLabel, labels: labels.length, firstWindow, windows: rows.length };
    series.push({ dataset, name, periodSeconds, origin, stride, ...counts });
    firstLabel += labels.length;
    firstWindow += rows.length;
  }
  for (const file of files) closeSync(file);
  const index = { featureHash: featureListHash(WINDOW_NAMES), names: WINDOW_NAMES, series };
  writeFileSync(join(to, 'index.json'), JSON.stringify(index, undefined, 1));
}

function strideOf({ origin, periodSeconds }: TrainingSeries): number {
  return origin === 'labelled' && periodSeconds < SPARSE_SECONDS ? DENSE_STRIDE : STRIDES[origin];
}

interface ExportedWindows {
  readonly windows: readonly Float32Array[];
  readonly rows: Uint32Array;
  readonly labels: Uint8Array;
}

function windowsOf({ points, periodSeconds }: TrainingSeries, stride: number): ExportedWindows {
  const context = { ...SCORING_CONTEXT, periodSeconds };
  const feed = feedSeries();
  const windows: Float32Array[] = [];
  const rows: number[] = [];
  const labels: number[] = [];
  let sinceOnset = 0;
  for (const { at, value, isLabelled, isDoubtful } of points) {
    const sight = feed.take({ at, value }, context);
    if (!sight) continue;
    const row = labels.length;
    labels.push((isLabelled ? 1 : 0) + (isDoubtful ? 2 : 0));
    sinceOnset = isLabelled ? sinceOnset + 1 : 0;
    const isChosen = row % stride === 0 || (sinceOnset > 0 && sinceOnset <= ONSET_POINTS);
    const window = isChosen && !isCalm(sight.features) ? feed.window() : undefined;
    if (!window) continue;
    windows.push(window);
    rows.push(row);
  }
  return { windows, rows: Uint32Array.from(rows), labels: Uint8Array.from(labels) };
}
