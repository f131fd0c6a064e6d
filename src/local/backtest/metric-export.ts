// Reads metric exports: one CSV file for each service, a column for each signal. What is odd is told, and handled as the
// loop would.

import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { InvalidInputError } from '#domain/errors.ts';
import { floorToPeriod, type Instant } from '#domain/ids.ts';
import type { MetricPoint, SignalName } from '#domain/signal/signal.ts';
import { gridSecondsOf } from '#local/replay/time-grid.ts';
import { openSeriesFile } from '#local/series/series-file.ts';
import type { SeriesRow } from '#local/series/series-row.ts';
import { makeTroubles, type Troubles } from '#local/series/troubles.ts';
import { type SignalColumn, signalOfColumn, statisticOf } from './signal-columns.ts';

/** The recorded past of some services, on one grid. */
export interface MetricExport {
  readonly periodSeconds: 60 | 300;
  /** Start of the first period, and end of the last one. */
  readonly from: Instant;
  readonly to: Instant;
  readonly services: readonly ServiceExport[];
  readonly notices: readonly string[];
}

export interface ServiceExport {
  readonly name: string;
  /** Oldest first, one point a period at most. */
  readonly series: ReadonlyMap<SignalName, readonly MetricPoint[]>;
}

/** Files that may lie beside the exports and are none. */
const OTHER_FILES = new Set(['changes.csv', 'incidents.csv']);

/** Reads a file, or all of a folder. Throws InvalidInputError for what holds no metrics. */
export async function readMetricExport(path: string): Promise<MetricExport> {
  const files: RawExport[] = [];
  for (const file of await listFiles(path)) files.push(await readFile(file));
  const step = Math.min(...files.map(({ stepSeconds }) => stepSeconds));
  const periodSeconds = gridSecondsOf(step);
  const services = files.map(({ name, columns }) => ({ name, series: gridColumns(columns, periodSeconds) }));
  const stamps = services.flatMap(({ series }) => [...series.values()].flatMap(edgesOf));
  if (stamps.length === 0) throw new InvalidInputError(`${path} holds no value of any signal`);
  const notices = files.flatMap((file) => file.troubles.lines());
  const from = stamps.reduce((least, at) => (at < least ? at : least));
  const last = stamps.reduce((most, at) => (at > most ? at : most));
  return {
    periodSeconds,
    from,
    to: (last + periodSeconds * 1000) as Instant,
    services,
    notices: step > periodSeconds ? [...notices, tellCoarse(path, step, periodSeconds)] : notices,
  };
}

function tellCoarse(path: string, step: number, periodSeconds: number): string {
  return `${path}: a point every ${step} s is less than the loop reads (every ${periodSeconds} s): between them nothing is known`;
}

async function listFiles(path: string): Promise<readonly string[]> {
  const found = await stat(path).catch(() => undefined);
  if (!found)
    throw new InvalidInputError(`${path} does not exist; name a folder of <service>.csv files, or one`);
  if (!found.isDirectory()) return [path];
  const names = (await readdir(path)).filter((name) => /\.csv$/i.test(name) && !OTHER_FILES.has(name));
  if (names.length === 0) throw new InvalidInputError(`${path} holds no <service>.csv file`);
  return names.sort().map((name) => join(path, name));
}

interface RawColumn extends SignalColumn {
  readonly points: MetricPoint[];
}

interface RawExport {
  readonly name: string;
  readonly stepSeconds: number;
  readonly columns: readonly RawColumn[];
  readonly troubles: Troubles;
}

async function readFile(path: string): Promise<RawExport> {
  const troubles = makeTroubles(path);
  const file = await openSeriesFile(path, { troubles });
  const columns = findColumns(path, file.columns, troubles);
  let stepSeconds = 0;
  for await (const block of file.blocks) {
    for (const row of block) takeRow(columns, row);
    stepSeconds = block.at(-1)?.periodSeconds ?? stepSeconds;
  }
  const name = basename(path).replace(/\.csv$/i, '');
  return { name, stepSeconds, columns: columns.filter((column) => column !== undefined), troubles };
}

function findColumns(
  path: string,
  names: readonly string[],
  troubles: Troubles,
): readonly (RawColumn | undefined)[] {
  const columns = names.map((name) => {
    const column = signalOfColumn(name);
    if (!column) troubles.remark(`column ${name} is no signal that is known: left out`);
    return column && { ...column, points: [] };
  });
  if (columns.some((column) => column !== undefined)) return columns;
  throw new InvalidInputError(
    `${path} has no column of a known signal, such as request-count, error-count, latency-p99 or cpu`,
  );
}

function takeRow(columns: readonly (RawColumn | undefined)[], { at, isNew, values }: SeriesRow): void {
  if (at === undefined || !isNew) return;
  for (const [index, column] of columns.entries()) {
    const value = values[index];
    if (value !== undefined) column?.points.push({ at, value: value * column.scale });
  }
}

function gridColumns(
  columns: readonly RawColumn[],
  periodSeconds: number,
): ReadonlyMap<SignalName, readonly MetricPoint[]> {
  return new Map(columns.map(({ signal, points }) => [signal, gridPoints(points, signal, periodSeconds)]));
}

/** Several values of one period become one by the signal's own statistic. */
function gridPoints(
  points: readonly MetricPoint[],
  signal: SignalName,
  periodSeconds: number,
): readonly MetricPoint[] {
  const merge = MERGES[statisticOf(signal)] ?? mean;
  const periods = Map.groupBy(points, ({ at }) => floorToPeriod(at, periodSeconds));
  return [...periods].map(([at, own]) => ({ at, value: merge(own.map(({ value }) => value)) }));
}

const MERGES: Readonly<Record<string, (values: readonly number[]) => number>> = {
  Sum: (values) => values.reduce((sum, value) => sum + value, 0),
  Maximum: (values) => values.reduce((most, value) => Math.max(most, value)),
  Minimum: (values) => values.reduce((least, value) => Math.min(least, value)),
};

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function edgesOf(points: readonly MetricPoint[]): readonly Instant[] {
  return [points[0], points.at(-1)].flatMap((point) => point?.at ?? []);
}
