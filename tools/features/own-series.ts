// The user's own series as files between the export of the history and the training: one CSV for each indicator of a
// service, with `at,value,label` and the names of the labels in words.

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { OwnSeries } from '#domain/model/own-series.ts';
import { periodOf } from './recorded-series.ts';
import { asInjected, isRichEnough, type TrainingSeries } from './training-series.ts';

const HEADER = 'at,value,label';
const ENDING = '.csv';

/** Writes one series; services are named without characters that a file cannot bear. */
export function writeOwnSeries(folder: string, { serviceId, indicator, points }: OwnSeries): void {
  mkdirSync(folder, { recursive: true });
  const lines = points.map(({ at, value, label }) => `${at},${value},${label}`);
  const name = `${encodeURIComponent(serviceId)}--${indicator}${ENDING}`;
  writeFileSync(join(folder, name), `${[HEADER, ...lines].join('\n')}\n`);
}

/** All series of a folder: each as it is labelled, and with anomalies put in where it is long enough. */
export function* readOwnSeries(folder: string): Generator<TrainingSeries> {
  const files = readdirSync(folder).filter((name) => name.endsWith(ENDING));
  for (const file of files.toSorted()) {
    const rows: string[][] = parse(readFileSync(join(folder, file)), { from_line: 2 });
    const points = rows.map(([at, value, label]) => ({
      at: Number(at),
      value: Number(value),
      isLabelled: label === 'trouble',
      isDoubtful: label === 'doubtful',
    }));
    const series = { dataset: 'own', name: basename(file, ENDING), periodSeconds: periodOf(points), points };
    yield { ...series, origin: 'labelled' };
    // What is known to be trouble, or may be, stays in as it is and is not learned from a second time.
    const known = points.map((point) => ({ ...point, isLabelled: point.isLabelled || point.isDoubtful }));
    if (isRichEnough(series)) yield asInjected({ ...series, points: known });
  }
}
