// Reader of plain recordings: `timestamp,value[,value2,...]`, one file for one or more series of which nothing but the
// course is known.

import { basename } from 'node:path';
import { InvalidInputError } from '#domain/errors.ts';
import { floorToPeriod, type Instant } from '#domain/ids.ts';
import type { MetricPoint } from '#domain/signal/signal.ts';
import { faultAt, readRows } from '#local/series/csv-rows.ts';
import { isVerdict } from '#local/series/layout.ts';
import { parseStamp } from '#local/series/stamp.ts';
import { parseValue } from '#local/series/values.ts';
import type { Notices } from './notices.ts';
import { orderRows, type TimedRow } from './ordered-rows.ts';
import type { RecordedComponent, Recording } from './recording.ts';
import { gridSecondsOf, stepSecondsOf } from './time-grid.ts';

const TIME_COLUMNS = new Set(['timestamp', 'time', 'date', 'datetime']);
const HEADER_HINT = 'the first line must be a header such as timestamp,value';

/** Reads the files as one recording: a component for each file, or for each column where a file has several. */
export async function readSeriesFiles(paths: readonly string[], notices: Notices): Promise<Recording> {
  const files: SeriesFile[] = [];
  for (const path of paths) files.push(await readSeriesFile(path, notices));
  const steps = files
    .map(({ rows }) => stepSecondsOf(rows.map(({ at }) => at)))
    .filter((step) => step !== undefined);
  const periodSeconds = gridSecondsOf(steps.length === 0 ? undefined : Math.min(...steps));
  const components = files.flatMap((file) => componentsOf(file, periodSeconds));
  const stamps = components.flatMap(({ series }) => [series.value?.[0]?.at, series.value?.at(-1)?.at]);
  const known = stamps.filter((stamp) => stamp !== undefined);
  if (known.length === 0) {
    throw new InvalidInputError(
      `${paths.join(', ')}: there is no value in it; record at least one point per series`,
    );
  }
  const end = Math.max(...known) + periodSeconds * 1000;
  return { periodSeconds, components, from: Math.min(...known) as Instant, to: end as Instant };
}

interface SeriesFile {
  readonly path: string;
  readonly columns: readonly string[];
  readonly rows: readonly TimedRow[];
}

async function readSeriesFile(path: string, notices: Notices): Promise<SeriesFile> {
  let header: readonly string[] | undefined;
  const rows: TimedRow[] = [];
  for await (const { fields, line } of readRows(path)) {
    if (!header) header = checkHeader(path, fields, line);
    else rows.push(readRow({ path, line, header, notices }, fields));
  }
  if (!header) throw new InvalidInputError(`${path}:1: the file is empty; ${HEADER_HINT}`);
  return { path, columns: header.slice(1), rows: orderRows(path, rows, notices) };
}

function checkHeader(path: string, fields: readonly string[], line: number): readonly string[] {
  const [first = '', ...columns] = fields;
  if (!TIME_COLUMNS.has(first.toLowerCase()) || columns.length === 0) {
    throw faultAt(path, line, `"${fields.join(',')}" is no header of a recording; ${HEADER_HINT}`);
  }
  return fields;
}

interface Place {
  readonly path: string;
  readonly line: number;
  readonly header: readonly string[];
  readonly notices: Notices;
}

function readRow(place: Place, fields: readonly string[]): TimedRow {
  const { path, line, header } = place;
  if (fields.length !== header.length) {
    throw faultAt(
      path,
      line,
      `${fields.length} columns instead of ${header.length}; complete or remove the line`,
    );
  }
  const [stamp = '', ...texts] = fields;
  const at = parseStamp(stamp);
  if (at === undefined) {
    throw faultAt(
      path,
      line,
      `"${stamp}" is no time; write ISO 8601 (2026-11-22T12:00:00Z) or epoch seconds`,
    );
  }
  return { at, line, values: texts.map((text, index) => readValue(place, header[index + 1] ?? '', text)) };
}

function readValue({ path, line, notices }: Place, column: string, text: string): number | undefined {
  if (isVerdict(column)) return undefined;
  const value = parseValue(text);
  if (value === 'malformed' || value === 'infinite') {
    throw faultAt(
      path,
      line,
      `"${text}" in column ${column} is no number; correct it, or leave it empty where unknown`,
    );
  }
  if (value !== 'missing') return value;
  notices.add(path, line, `no number in column ${column}; taken as unknown`);
  return undefined;
}

function componentsOf(
  { path, columns, rows }: SeriesFile,
  periodSeconds: number,
): readonly RecordedComponent[] {
  const file = basename(path).replace(/\.csv$/i, '');
  const measured = columns
    .map((column, index) => ({ column, index }))
    .filter(({ column }) => !isVerdict(column));
  return measured.map(({ column, index }) => ({
    name: measured.length === 1 ? file : `${file}:${column}`,
    kind: 'series',
    series: { value: gridPoints(rows, index, periodSeconds) },
  }));
}

/** One point per period: the mean of the values that were recorded in it. */
function gridPoints(rows: readonly TimedRow[], index: number, periodSeconds: number): readonly MetricPoint[] {
  const sums = new Map<Instant, { sum: number; count: number }>();
  for (const { at, values } of rows) {
    const value = values[index];
    if (value === undefined) continue;
    const slot = floorToPeriod(at, periodSeconds);
    const known = sums.get(slot) ?? { sum: 0, count: 0 };
    sums.set(slot, { sum: known.sum + value, count: known.count + 1 });
  }
  return [...sums].map(([at, { sum, count }]) => ({ at, value: sum / count }));
}
