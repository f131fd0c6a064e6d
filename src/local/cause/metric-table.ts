// Reader of wide metric tables, three header rows (component, metric, statistic) over one column of times: the shape in
// which PetShop (Hardt et al. 2023) records incidents. What is odd is told and left out, never silently lost.

import { InvalidInputError } from '#domain/errors.ts';
import type { Instant } from '#domain/ids.ts';
import type { Notices } from '#local/replay/notices.ts';
import { orderRows, type TimedRow } from '#local/replay/ordered-rows.ts';
import { faultAt, readRows } from '#local/series/csv-rows.ts';
import { parseStamp } from '#local/series/stamp.ts';
import { parseValue } from '#local/series/values.ts';

/** One column of a table. */
export interface TableColumn {
  readonly component: string;
  readonly metric: string;
  readonly statistic: string;
  /** One for each stamp; undefined where the table has none. */
  readonly values: readonly (number | undefined)[];
}

export interface MetricTable {
  readonly stamps: readonly Instant[];
  readonly columns: readonly TableColumn[];
}

const HEADER_ROWS = 3;

/** Reads a table. Throws InvalidInputError, naming the file, where it is none. */
export async function readMetricTable(path: string, notices: Notices): Promise<MetricTable> {
  const headers: (readonly string[])[] = [];
  const rows: TimedRow[] = [];
  for await (const { fields, line } of readRows(path)) {
    if (headers.length < HEADER_ROWS) headers.push(fields);
    else rows.push(...readRow({ path, line, width: headers[0]?.length ?? 0, notices }, fields));
  }
  if (headers.length < HEADER_ROWS || parseStamp(headers[HEADER_ROWS - 1]?.[0] ?? '') !== undefined) {
    throw faultAt(path, 1, 'a metric table begins with the rows microservice, metric, statistic; add them');
  }
  if (rows.length === 0) throw new InvalidInputError(`${path} has no row of values; export it again`);
  const ordered = orderRows(path, rows, notices);
  return { stamps: ordered.map(({ at }) => at), columns: columnsOf(headers, ordered) };
}

interface Place {
  readonly path: string;
  readonly line: number;
  readonly width: number;
  readonly notices: Notices;
}

/** The row, or none where it has no time. */
function readRow({ path, line, width, notices }: Place, fields: readonly string[]): readonly TimedRow[] {
  const at = parseStamp(fields[0] ?? '');
  if (at === undefined) {
    // The line under the headers that only names the first column is part of the shape.
    if (fields.slice(1).some((field) => field !== ''))
      notices.add(path, line, 'no time; the row is left out');
    return [];
  }
  if (fields.length !== width)
    notices.add(path, line, 'more or fewer columns than the header; read as far as they go');
  const values = fields.slice(1, width).map((text) => {
    const value = parseValue(text);
    if (value === 'malformed' || value === 'infinite')
      notices.add(path, line, 'not a number; taken as unknown');
    return typeof value === 'number' ? value : undefined;
  });
  return [{ at, line, values }];
}

function columnsOf(
  [names = [], metrics = [], statistics = []]: readonly (readonly string[])[],
  rows: readonly TimedRow[],
): readonly TableColumn[] {
  return names.slice(1).map((component, index) => ({
    component,
    metric: metrics[index + 1] ?? '',
    statistic: statistics[index + 1] ?? '',
    values: rows.map(({ values }) => values[index]),
  }));
}
