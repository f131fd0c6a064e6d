// A whole file as one series on its grid: for forecasts and failure predictions, which look back over days.

import { type GriddedSeries, type SeriesPoint, toRegularSeries } from '#domain/forecast/regular-series.ts';
import { openSeriesFile } from './series-file.ts';
import type { SeriesRow } from './series-row.ts';
import type { Troubles } from './troubles.ts';

export interface WholeSeriesOptions {
  /** Absent: found in the data. */
  readonly periodSeconds?: number | undefined;
  readonly troubles: Troubles;
}

/** Rows of a file on a grid of one period. */
export interface GriddedRows extends Pick<GriddedSeries, 'series'> {
  /** By row, its place in the series; late rows and duplicates have that of the row before, undefined where there is none. */
  readonly places: readonly (number | undefined)[];
}

/** A grid has at most so many places for each point: a period that was misjudged must not fill the memory. */
const MOST_PLACES_PER_POINT = 100;

/** All rows of a file. Throws InvalidInputError as `openSeriesFile` does. */
export async function readAllRows(path: string, options: WholeSeriesOptions): Promise<readonly SeriesRow[]> {
  const file = await openSeriesFile(path, options);
  const rows: SeriesRow[] = [];
  for await (const block of file.blocks) rows.push(...block);
  const [used, ...others] = file.columns;
  if (others.length > 0)
    options.troubles.remark(`only the first column of values, ${used}, is used; ${others.length} left out`);
  return rows;
}

/** The first column of values of the rows, with the period that they tell in the end. */
export function gridRows(rows: readonly SeriesRow[]): GriddedRows {
  const points: SeriesPoint[] = [];
  const pointOfRow = rows.map(({ at, isNew, values }) => {
    if (at !== undefined && isNew) points.push({ at, value: values[0] });
    return points.length - 1;
  });
  const { series, places } = toRegularSeries(points, usablePeriod(rows, points));
  return { series, places: pointOfRow.map((point) => places[point]) };
}

function usablePeriod(rows: readonly SeriesRow[], points: readonly SeriesPoint[]): number {
  const found = rows.at(-1)?.periodSeconds ?? 1;
  const spanSeconds = ((points.at(-1)?.at ?? 0) - (points[0]?.at ?? 0)) / 1000;
  return Math.max(found, Math.ceil(spanSeconds / (MOST_PLACES_PER_POINT * Math.max(1, points.length))));
}

/** Where a stretch of rows begins and ends in which the period is held to be the same. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/**
 * The stretches of a file: the period of the first rows may be held for another until enough rows are seen, and what is
 * said of them must not change afterwards.
 */
export function findStretches(rows: readonly SeriesRow[]): readonly Stretch[] {
  const starts = rows.flatMap(({ periodSeconds }, index) =>
    index === 0 || periodSeconds !== rows[index - 1]?.periodSeconds ? [index] : [],
  );
  return starts.map((from, index) => ({ from, to: starts[index + 1] ?? rows.length }));
}
