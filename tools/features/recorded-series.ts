// Reads the public data sets that models are trained on into one shape: labelled points of one series. The folder is
// given by the caller; where each set comes from is said in models/training/README.md.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'csv-parse/sync';

export interface RecordedPoint {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly value: number;
  readonly isLabelled: boolean;
}

export interface RecordedSeries {
  readonly dataset: string;
  readonly name: string;
  readonly periodSeconds: number;
  readonly points: readonly RecordedPoint[];
}

/** Sets without time stamps are given this beginning, a Monday at 00:00 UTC. */
const PRESUMED_START = Date.UTC(2024, 0, 1);
const FIVE_MINUTES = 300;

/** All series of the data sets that are found in the folder. */
export function* readRecordedSeries(folder: string): Generator<RecordedSeries> {
  const readers = {
    mscloud: readMscloud,
    nab: readNab,
    asd: readAsd,
    jumpstarter: readJumpstarter,
    petshop: readPetshop,
  };
  for (const [dataset, read] of Object.entries(readers)) {
    const path = join(folder, dataset);
    if (existsSync(path)) yield* read(path);
  }
}

function readRows(path: string): string[][] {
  return parse(readFileSync(path), { skip_empty_lines: true, relax_column_count: true });
}

function filesUnder(folder: string, ending: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith(ending))
    .sort()
    .map((path) => join(folder, path));
}

/** The most frequent distance of two points, and at least a minute. */
export function periodOf(points: readonly RecordedPoint[]): number {
  const counts = new Map<number, number>();
  for (let i = 1; i < points.length; i++) {
    const seconds = Math.round(((points[i]?.at ?? 0) - (points[i - 1]?.at ?? 0)) / 1000);
    counts.set(seconds, (counts.get(seconds) ?? 0) + 1);
  }
  const [most] = [...counts].sort((one, other) => other[1] - one[1]);
  return Math.max(60, most?.[0] ?? 60);
}

function* readMscloud(folder: string): Generator<RecordedSeries> {
  for (const path of filesUnder(folder, '.csv')) {
    const points = readRows(path)
      .slice(1)
      .map(([at = '', value = '', label = '']) => ({
        at: Date.parse(at),
        value: Number(value),
        isLabelled: label === '1',
      }));
    yield {
      dataset: 'mscloud',
      name: basename(path, '.csv'),
      periodSeconds: periodOf(points),
      points,
    };
  }
}

function* readNab(folder: string): Generator<RecordedSeries> {
  const windows: Record<string, [string, string][]> = JSON.parse(
    readFileSync(join(folder, 'labels', 'combined_windows.json'), 'utf8'),
  );
  const toMs = (stamp: string) => Date.parse(`${stamp.replace(' ', 'T').slice(0, 19)}Z`);
  for (const path of filesUnder(join(folder, 'data'), '.csv')) {
    const name = path.split('/').slice(-2).join('/');
    const spans = (windows[name] ?? []).map(([from, to]) => [toMs(from), toMs(to)] as const);
    const points = readRows(path)
      .slice(1)
      .map(([stamp = '', value = '']) => {
        const at = toMs(stamp);
        return { at, value: Number(value), isLabelled: spans.some(([from, to]) => at >= from && at <= to) };
      });
    yield { dataset: 'nab', name, periodSeconds: periodOf(points), points };
  }
}

interface Table {
  readonly dataset: string;
  readonly name: string;
  readonly rows: readonly string[][];
  readonly labels: readonly boolean[];
  /** Every so many columns are taken. */
  readonly columnStride: number;
}

function* readTable({ dataset, name, rows, labels, columnStride }: Table): Generator<RecordedSeries> {
  const columns = rows[0]?.length ?? 0;
  for (let column = 0; column < columns; column += columnStride) {
    const points = rows.map((row, index) => ({
      at: PRESUMED_START + index * FIVE_MINUTES * 1000,
      value: Number(row[column]),
      isLabelled: labels[index] ?? false,
    }));
    yield { dataset, name: `${name}/${column}`, periodSeconds: FIVE_MINUTES, points };
  }
}

function* readAsd(folder: string): Generator<RecordedSeries> {
  for (const path of filesUnder(folder, '_test.csv')) {
    const name = basename(path, '_test.csv');
    const train = readRows(join(folder, `${name}_train.csv`)).slice(1);
    const labels = readRows(join(folder, `${name}_test_label.csv`))
      .slice(1)
      .map(([label]) => label === '1');
    yield* readTable({
      dataset: 'asd',
      name,
      rows: [...train, ...readRows(path).slice(1)],
      labels: [...train.map(() => false), ...labels],
      columnStride: 3,
    });
  }
}

function* readJumpstarter(folder: string): Generator<RecordedSeries> {
  for (const path of filesUnder(join(folder, 'Dataset2', 'test'), '.csv')) {
    const file = basename(path);
    const train = readRows(join(folder, 'Dataset2', 'train', file));
    const labels = readRows(join(folder, 'Dataset2', 'test_label', file)).map(
      ([label]) => Number(label) === 1,
    );
    yield* readTable({
      dataset: 'jumpstarter',
      name: basename(path, '.csv'),
      rows: [...train, ...readRows(path)],
      labels: [...train.map(() => false), ...labels],
      columnStride: 6,
    });
  }
}

/** Normal operation only: the issues are there for diagnosis. */
function* readPetshop(folder: string): Generator<RecordedSeries> {
  for (const traffic of ['high_traffic', 'low_traffic']) {
    const [services = [], metrics = [], statistics = [], , ...rows] = readRows(
      join(folder, traffic, 'noissue', 'metrics.csv'),
    );
    for (let column = 1; column < services.length; column++) {
      const points = rows
        .filter((row) => row[column] !== '' && row[column] !== undefined)
        .map((row) => ({ at: Number(row[0]) * 1000, value: Number(row[column]), isLabelled: false }));
      const name = [traffic, services[column], metrics[column], statistics[column]].join('/');
      if (points.length > 0) yield { dataset: 'petshop', name, periodSeconds: FIVE_MINUTES, points };
    }
  }
}
