// Which columns a series file has, from its first line: a header, or already data.

import { InvalidInputError } from '#domain/errors.ts';
import { parseStamp } from './stamp.ts';
import type { Troubles } from './troubles.ts';

export interface Column {
  readonly name: string;
  /** Place in the row; the time is at 0. */
  readonly index: number;
}

export interface Layout {
  readonly hasHeader: boolean;
  /** Those that hold values. */
  readonly columns: readonly Column[];
  /** Cells of a whole row. */
  readonly width: number;
}

/** First cells of a header. An index that was exported without a name has none. */
const TIME_COLUMNS = new Set(['', 'timestamp', 'time', 'date', 'datetime', 'ts', 'ds']);
/** Columns that hold somebody's verdict on the row, not a measurement. */
const VERDICT_COLUMNS = new Set(['label', 'labels', 'is_anomaly', 'anomaly']);

/** The layout of a file that begins with `first`. Throws InvalidInputError where there is no column of values. */
export function findLayout(path: string, first: readonly string[], troubles: Troubles): Layout {
  const hasHeader = isHeader(first);
  const named = first.map((cell, index) => ({ name: hasHeader ? cell : nameOf(index), index })).slice(1);
  const columns = named.filter(({ name }) => !isVerdict(name));
  for (const { name } of named.filter((column) => isVerdict(column.name))) {
    troubles.remark(`column ${name} holds verdicts, not measurements: left out`);
  }
  if (columns.length > 0) return { hasHeader, columns, width: first.length };
  throw new InvalidInputError(
    `${path} has no column of values; expected a header such as timestamp,value, separated by commas`,
  );
}

/** Data begins with a time, or at least has numbers behind what stands in its place. */
function isHeader([first = '', ...others]: readonly string[]): boolean {
  if (TIME_COLUMNS.has(first.toLowerCase())) return true;
  return parseStamp(first) === undefined && others.every((cell) => Number.isNaN(Number.parseFloat(cell)));
}

/** Whether a column holds verdicts by its name. */
export function isVerdict(name: string): boolean {
  return VERDICT_COLUMNS.has(name.toLowerCase());
}

function nameOf(index: number): string {
  return index === 1 ? 'value' : `value${index}`;
}
