// What the values of a column were like over a whole file: what makes them hard to judge is told at the end.

import { type Counter, watchCounter } from './counter.ts';
import type { SeriesRow } from './series-row.ts';
import { type UnitChange, watchUnit } from './unit-change.ts';

/** Fewer points than this hardly teach what is usual. */
const FEW_POINTS = 30;

export interface ColumnWatch {
  note(value: number, line: number): void;
  /** Remarks, each a sentence about the column. */
  remarks(): readonly string[];
}

/** Watches one column, value after value. */
export function watchColumn(name: string): ColumnWatch {
  const unit = watchUnit();
  const counter = watchCounter();
  const range = { count: 0, lowest: Number.POSITIVE_INFINITY, highest: Number.NEGATIVE_INFINITY };
  return {
    note(value, line) {
      range.count += 1;
      range.lowest = Math.min(range.lowest, value);
      range.highest = Math.max(range.highest, value);
      unit.note(value, line);
      counter.note(value, line);
    },
    remarks: () =>
      [remarkOnRange(range), remarkOnCounter(counter.counter()), remarkOnUnit(unit.change())]
        .filter((remark) => remark !== undefined)
        .map((remark) => `column ${name} ${remark}`),
  };
}

interface ValueRange {
  readonly count: number;
  readonly lowest: number;
  readonly highest: number;
}

function remarkOnRange({ count, lowest, highest }: ValueRange): string | undefined {
  if (count === 0) return 'holds no value: nothing can be said of it';
  if (count < FEW_POINTS) return `has only ${count} points: what is usual is hardly known`;
  return lowest === highest ? `is constant at ${lowest}: any other value would be unusual` : undefined;
}

function remarkOnCounter(counter: Counter | undefined): string | undefined {
  if (!counter) return undefined;
  const { resets, line } = counter;
  const exception = line === undefined ? '' : ` but for ${resets} resets (first at line ${line})`;
  return `only rises${exception}, as a counter does: it is judged as it stands; record its rate instead`;
}

function remarkOnUnit(change: UnitChange | undefined): string | undefined {
  if (!change) return undefined;
  const { factor, line } = change;
  return `changes by a factor of about ${factor} at line ${line} and stays there: if the unit changed, convert one part`;
}

/** Shows a block of rows to the watches, which are in the order of the columns. */
export function noteRows(watches: readonly ColumnWatch[], block: readonly SeriesRow[]): void {
  for (const { values, line, isNew } of block) {
    if (!isNew) continue;
    for (const [index, watch] of watches.entries()) {
      const value = values[index];
      if (value !== undefined) watch.note(value, line);
    }
  }
}
