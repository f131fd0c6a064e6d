// What is drawn of columns: lines with holes where nothing is known, the band, alarms, and the incidents they make.

import type { PlotColumn } from './plot-columns.ts';

/** Alarms that are no further apart make one incident (the rule of the benchmarks). */
const MERGED_POINTS = 5;
/** Columns that are further apart have a hole between them, in usual distances. */
const HOLE_DISTANCES = 2.5;

/** Columns as they are drawn: an undefined one is a hole. */
export type DrawnColumn = PlotColumn | undefined;

/** The columns with a hole wherever more time passed than between two points of the series. */
export function withHoles(columns: readonly PlotColumn[], periodSeconds: number): readonly DrawnColumn[] {
  const widest = columns.reduce((most, { from, to }) => Math.max(most, to - from), 0);
  const hole = HOLE_DISTANCES * Math.max(periodSeconds * 1000, widest);
  return columns.flatMap((column, index) => {
    const before = columns[index - 1];
    return before && column.from - before.to > hole ? [undefined, column] : [column];
  });
}

export interface LinePoint {
  readonly at: number;
  /** NaN breaks the line. */
  readonly value: number;
}

const BREAK: LinePoint = { at: Number.NaN, value: Number.NaN };

/** The line of one series: through the lowest and the highest value of each column. */
export function linePoints(columns: readonly DrawnColumn[], index: number): readonly LinePoint[] {
  return columns.flatMap((column) => {
    const range = column?.ranges[index];
    if (!column || !range) return [BREAK];
    const at = middleOf(column);
    const low = { at, value: range.lowest };
    return range.highest > range.lowest ? [low, { at, value: range.highest }] : [low];
  });
}

export interface BandPoint {
  readonly at: number;
  readonly expected: number;
  readonly lower: number;
  readonly upper: number;
}

const NO_BAND = { expected: Number.NaN, lower: Number.NaN, upper: Number.NaN };

/** The band of each column; NaN where nothing was expected. */
export function bandPoints(columns: readonly DrawnColumn[]): readonly BandPoint[] {
  return columns.map((column) => ({
    at: column ? middleOf(column) : Number.NaN,
    ...(column?.band ?? NO_BAND),
  }));
}

/** The highest score of each column. */
export function scorePoints(columns: readonly DrawnColumn[]): readonly LinePoint[] {
  return columns.map((column) => (column ? { at: middleOf(column), value: column.score } : BREAK));
}

function middleOf({ from, to }: PlotColumn): number {
  return (from + to) / 2;
}

/** For each alarm the value that is further from what was expected. */
export function alarmPoints(columns: readonly PlotColumn[], index: number): readonly LinePoint[] {
  return columns.flatMap((column) => {
    const { ranges, band, isAlarm } = column;
    const range = ranges[index];
    if (!isAlarm || !range) return [];
    const isLow = band !== undefined && band.expected - range.lowest > range.highest - band.expected;
    return [{ at: middleOf(column), value: isLow ? range.lowest : range.highest }];
  });
}

export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Runs of alarms, from the first to the end of the last one's period. */
export function incidentsOf(columns: readonly PlotColumn[], periodSeconds: number): readonly Span[] {
  const spans: Span[] = [];
  for (const { from, to, isAlarm } of columns) {
    if (!isAlarm) continue;
    const end = to + periodSeconds * 1000;
    const open = spans.at(-1);
    if (open && from - open.to <= MERGED_POINTS * periodSeconds * 1000) {
      spans[spans.length - 1] = { from: open.from, to: end };
    } else spans.push({ from, to: end });
  }
  return spans;
}
