// Reader of series files, `timestamp,value[,value2,...]`, in blocks of rows and constant memory. Every row of the file is
// given out, odd ones too; what is odd is told at the end.

import { InvalidInputError } from '#domain/errors.ts';
import { noteRows, watchColumn } from './column-watch.ts';
import { type CsvRow, readRows } from './csv-rows.ts';
import { findLayout, type Layout } from './layout.ts';
import { trackPeriod } from './period.ts';
import { makeRowReader, type SeriesRow } from './series-row.ts';
import type { Troubles } from './troubles.ts';

export interface SeriesFile {
  readonly path: string;
  /** Names of the columns that hold values. */
  readonly columns: readonly string[];
  /** All rows, in the order of the file; to be read once. Afterwards `troubles` knows all that was odd. */
  readonly blocks: AsyncIterable<readonly SeriesRow[]>;
}

export interface SeriesFileOptions {
  /** Absent: found in the data. */
  readonly periodSeconds?: number | undefined;
  readonly troubles: Troubles;
}

/** Rows of a block: few enough to be held, many enough that a model is called seldom. */
const BLOCK_ROWS = 4096;

/** Opens a file. Throws InvalidInputError for one that is missing, empty, no CSV, or has nothing but times. */
export async function openSeriesFile(path: string, options: SeriesFileOptions): Promise<SeriesFile> {
  const rows = readRows(path);
  const { value: first } = await rows.next();
  if (!first) {
    throw new InvalidInputError(`${path} is empty; expected lines such as 2026-11-22T12:00:00Z,17.5`);
  }
  const layout = findLayout(path, first.fields, options.troubles);
  const blocks = readBlocks(layout.hasHeader ? rows : withFirst(first, rows), layout, options);
  return { path, columns: layout.columns.map(({ name }) => name), blocks };
}

async function* withFirst(first: CsvRow, others: AsyncIterable<CsvRow>): AsyncGenerator<CsvRow> {
  yield first;
  yield* others;
}

async function* readBlocks(
  rows: AsyncIterable<CsvRow>,
  layout: Layout,
  { troubles, periodSeconds }: SeriesFileOptions,
): AsyncGenerator<readonly SeriesRow[]> {
  const readRow = makeRowReader({ layout, troubles, period: trackPeriod(periodSeconds) });
  const watches = layout.columns.map(({ name }) => watchColumn(name));
  let block: SeriesRow[] = [];
  for await (const row of rows) {
    block.push(readRow(row));
    if (block.length < BLOCK_ROWS) continue;
    noteRows(watches, block);
    yield block;
    block = [];
  }
  noteRows(watches, block);
  if (block.length > 0) yield block;
  for (const remark of watches.flatMap((watch) => watch.remarks())) troubles.remark(remark);
}
