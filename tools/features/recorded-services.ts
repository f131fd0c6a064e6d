// Reads the public data sets that label whole services: points with the values of all metrics at once. The folder is
// given by the caller; where each set comes from is said in models/training/README.md.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'csv-parse/sync';

export interface RecordedServicePoint {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** One for each metric, NaN where the file has none. */
  readonly values: readonly number[];
}

export interface RecordedService {
  readonly dataset: 'asd' | 'jumpstarter';
  readonly name: string;
  readonly periodSeconds: number;
  readonly metricCount: number;
  readonly points: readonly RecordedServicePoint[];
  /** From here on the points are labelled; before, nobody looked. */
  readonly firstLabelled: number;
  /** 1 for a point in trouble, for each point from `firstLabelled` on. */
  readonly labels: Uint8Array;
}

/** The sets have no time stamps and are given this beginning, a Monday at 00:00 UTC. */
const PRESUMED_START = Date.UTC(2024, 0, 1);
const FIVE_MINUTES = 300;

/** All services of the data sets that are found in the folder. */
export function* readRecordedServices(folder: string): Generator<RecordedService> {
  const asd = join(folder, 'asd');
  if (existsSync(asd)) yield* readAsd(asd);
  const jumpstarter = join(folder, 'jumpstarter', 'Dataset2');
  if (existsSync(jumpstarter)) yield* readJumpstarter(jumpstarter);
}

function* readAsd(folder: string): Generator<RecordedService> {
  for (const name of namesIn(folder, '_test.csv')) {
    const read = (part: string) => readNumbers(join(folder, `${name}_${part}.csv`)).slice(1);
    yield toService('asd', name, { before: read('train'), judged: read('test'), labels: read('test_label') });
  }
}

function* readJumpstarter(folder: string): Generator<RecordedService> {
  for (const name of namesIn(join(folder, 'test'), '.csv')) {
    const read = (part: string) => readNumbers(join(folder, part, `${name}.csv`));
    yield toService('jumpstarter', name, {
      ...{ before: read('train'), judged: read('test') },
      labels: read('test_label'),
    });
  }
}

function namesIn(folder: string, ending: string): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(ending))
    .map((file) => basename(file, ending))
    .sort();
}

function readNumbers(path: string): number[][] {
  const rows: string[][] = parse(readFileSync(path), { skip_empty_lines: true });
  return rows.map((row) => row.map((cell) => (cell === '' ? Number.NaN : Number(cell))));
}

interface Parts {
  readonly before: readonly (readonly number[])[];
  readonly judged: readonly (readonly number[])[];
  readonly labels: readonly (readonly number[])[];
}

function toService(
  dataset: RecordedService['dataset'],
  name: string,
  { before, judged, labels }: Parts,
): RecordedService {
  const points = [...before, ...judged].map((values, index) => ({
    at: PRESUMED_START + index * FIVE_MINUTES * 1000,
    values,
  }));
  return {
    ...{ dataset, name, points },
    periodSeconds: FIVE_MINUTES,
    metricCount: points[0]?.values.length ?? 0,
    firstLabelled: before.length,
    labels: Uint8Array.from(labels, ([label]) => (label === 1 ? 1 : 0)),
  };
}
