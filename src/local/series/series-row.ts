// From the cells of one line to a row of a series: its time, whether the loop would take it in, and its values.

import type { Instant } from '#domain/ids.ts';
import type { CsvRow } from './csv-rows.ts';
import type { Layout } from './layout.ts';
import type { PeriodTracker } from './period.ts';
import { parseStamp } from './stamp.ts';
import type { Troubles } from './troubles.ts';
import { parseValue } from './values.ts';

/** One row as it stands in the file. */
export interface SeriesRow {
  readonly line: number;
  /** The time as written; outputs repeat it. */
  readonly stamp: string;
  /** Undefined where the time cannot be read. */
  readonly at: Instant | undefined;
  /** Whether the loop would take the row in: its time is known and later than that of every row before. */
  readonly isNew: boolean;
  /** One for each column of values; an unknown one is undefined, never zero. */
  readonly values: readonly (number | undefined)[];
  /** The period of the series as far as the rows up to this one tell. */
  readonly periodSeconds: number;
}

export interface RowReading {
  readonly layout: Layout;
  readonly period: PeriodTracker;
  readonly troubles: Troubles;
}

/** A distance of more than so many periods is a gap. */
const GAP_PERIODS = 1.5;

/** Reads the rows of one file, to be called once for each, in order. */
export function makeRowReader({ layout, period, troubles }: RowReading): (row: CsvRow) => SeriesRow {
  let newest: Instant | undefined;

  /** Whether time passed; a first row always is new. */
  function isNew(at: Instant | undefined, { line, fields }: CsvRow): boolean {
    if (at === undefined) troubles.note('unreadable-time', line, `"${fields[0]}"`);
    else if (newest === undefined || at > newest) return true;
    else troubles.note(at === newest ? 'duplicate' : 'late', line, fields[0]);
    return false;
  }

  function advance(at: Instant, line: number): void {
    const seconds = newest === undefined ? undefined : (at - newest) / 1000;
    newest = at;
    if (seconds === undefined) return;
    period.note(seconds);
    if (seconds > GAP_PERIODS * period.seconds) troubles.note('gap', line);
  }

  return (row) => {
    const [stamp = ''] = row.fields;
    const at = parseStamp(stamp);
    const isTakenIn = isNew(at, row);
    if (at !== undefined && isTakenIn) advance(at, row.line);
    const values = readValues(row, layout, troubles);
    return { line: row.line, stamp, at, isNew: isTakenIn, values, periodSeconds: period.seconds };
  };
}

function readValues(
  { fields, line }: CsvRow,
  { columns, width }: Layout,
  troubles: Troubles,
): (number | undefined)[] {
  if (fields.length > width) troubles.note('too-long', line);
  const values: (number | undefined)[] = [];
  for (const { index, name } of columns) {
    const value = parseValue(fields[index] ?? '');
    if (typeof value === 'number') values.push(value);
    else {
      troubles.note(value, line, name);
      values.push(undefined);
    }
  }
  return values;
}
