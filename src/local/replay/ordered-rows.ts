// Rows of a recording by time: out of order they are sorted, given twice the last one counts, and holes are told.

import type { Instant } from '#domain/ids.ts';
import type { Notices } from './notices.ts';
import { stepSecondsOf } from './time-grid.ts';

export interface TimedRow {
  readonly at: Instant;
  readonly line: number;
  /** One for each value column; undefined where the recording has none. */
  readonly values: readonly (number | undefined)[];
}

/** A distance of more than so many usual steps is a hole. */
const HOLE_STEPS = 1.5;

/** The rows oldest first, each moment once. */
export function orderRows(path: string, rows: readonly TimedRow[], notices: Notices): readonly TimedRow[] {
  const byTime = new Map<Instant, TimedRow>();
  let newest: Instant | undefined;
  for (const row of rows) {
    if (byTime.has(row.at)) notices.add(path, row.line, 'the same time again; the last row counts');
    else if (newest !== undefined && row.at < newest) {
      notices.add(path, row.line, 'earlier than the row before; the rows were sorted');
    }
    byTime.set(row.at, row);
    newest = newest === undefined || row.at > newest ? row.at : newest;
  }
  const ordered = [...byTime.values()].sort((one, other) => one.at - other.at);
  tellHoles(path, ordered, notices);
  return ordered;
}

function tellHoles(path: string, rows: readonly TimedRow[], notices: Notices): void {
  const stepSeconds = stepSecondsOf(rows.map(({ at }) => at));
  if (stepSeconds === undefined) return;
  rows.forEach((row, index) => {
    const before = rows[index - 1];
    if (before && row.at - before.at > stepSeconds * 1000 * HOLE_STEPS)
      notices.add(path, row.line, 'points are missing before this one; they are taken as unknown');
  });
}
