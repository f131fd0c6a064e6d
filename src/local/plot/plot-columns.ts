// A series of any length as some thousand columns at most, which is what a plot can show. A column keeps the lowest and
// the highest value of its stretch, so no spike is lost. One pass in constant memory; the length need not be known.

/** What one moment adds to a plot. */
export interface PlotSample {
  readonly at: number;
  /** One for each panel; an unknown value is undefined and leaves a hole. */
  readonly values: readonly (number | undefined)[];
  readonly band?: PlotBand | undefined;
  /** 0 to 1. */
  readonly score: number;
  readonly isAlarm: boolean;
}

export interface PlotBand {
  readonly expected: number;
  readonly lower: number;
  readonly upper: number;
}

/** All samples of one stretch of time. */
export interface PlotColumn {
  /** The first and the last sample, milliseconds since the epoch. */
  readonly from: number;
  readonly to: number;
  /** One for each panel; undefined where no sample had a value. */
  readonly ranges: readonly (PlotRange | undefined)[];
  /** The widest. */
  readonly band: PlotBand | undefined;
  /** The highest. */
  readonly score: number;
  readonly isAlarm: boolean;
}

export interface PlotRange {
  readonly lowest: number;
  readonly highest: number;
}

export interface ColumnCollector {
  add(sample: PlotSample): void;
  /** The columns so far, oldest first. */
  columns(): readonly PlotColumn[];
}

/** Twice what a plot has pixels for; merging leaves half of them at worst. */
const MOST_COLUMNS = 2400;

/** A collector for samples that come in the order of their time. */
export function collectColumns(): ColumnCollector {
  let columns: PlotColumn[] = [];
  let width = 1;

  function append(column: PlotColumn): void {
    const last = columns.at(-1);
    if (last && slotOf(last, width) === slotOf(column, width)) {
      columns[columns.length - 1] = mergeColumns(last, column);
    } else columns.push(column);
  }

  function widen(): void {
    const span = (columns.at(-1)?.to ?? 0) - (columns[0]?.from ?? 0);
    width = (2 * span) / MOST_COLUMNS;
    const narrow = columns;
    columns = [];
    for (const column of narrow) append(column);
  }

  return {
    add(sample) {
      append(columnOf(sample));
      if (columns.length > MOST_COLUMNS) widen();
    },
    columns: () => columns,
  };
}

function slotOf({ from }: PlotColumn, width: number): number {
  return Math.floor(from / width);
}

function columnOf({ at, values, band, score, isAlarm }: PlotSample): PlotColumn {
  const ranges = values.map((value) => (value === undefined ? undefined : { lowest: value, highest: value }));
  return { from: at, to: at, ranges, band, score, isAlarm };
}

function mergeColumns(one: PlotColumn, next: PlotColumn): PlotColumn {
  return {
    from: one.from,
    to: next.to,
    ranges: one.ranges.map((range, index) => mergeRanges(range, next.ranges[index])),
    band: mergeBands(one.band, next.band),
    score: Math.max(one.score, next.score),
    isAlarm: one.isAlarm || next.isAlarm,
  };
}

function mergeRanges(one: PlotRange | undefined, next: PlotRange | undefined): PlotRange | undefined {
  if (!one || !next) return one ?? next;
  return {
    lowest: Math.min(one.lowest, next.lowest),
    highest: Math.max(one.highest, next.highest),
  };
}

function mergeBands(one: PlotBand | undefined, next: PlotBand | undefined): PlotBand | undefined {
  if (!one || !next) return one ?? next;
  return {
    expected: next.expected,
    lower: Math.min(one.lower, next.lower),
    upper: Math.max(one.upper, next.upper),
  };
}
