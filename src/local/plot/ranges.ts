// How much room a panel gives to its values, and how a figure names its time.

import type { PlotColumn } from './plot-columns.ts';

export type Range = readonly [lowest: number, highest: number];

/** The band may take so much more room than the values, in heights of the values; the rest is cut off. */
const BAND_ROOM = 0.6;
/** Free space above and below, of the height. */
const AIR = 0.05;

/** The range of one series; undefined where it has no value. */
export function rangeOf(columns: readonly PlotColumn[], index: number): Range | undefined {
  return rangeOfAll(
    columns.flatMap(({ ranges }) => ranges[index] ?? []).flatMap(({ lowest, highest }) => [lowest, highest]),
  );
}

/** The range of numbers; undefined where there are none. */
export function rangeOfAll(values: readonly number[]): Range | undefined {
  if (values.length === 0) return undefined;
  return [
    values.reduce((least, value) => Math.min(least, value)),
    values.reduce((most, value) => Math.max(most, value)),
  ];
}

/** The range with air around it, so that nothing lies on the edge; 0 to 1 where there is none. */
export function withAir(range: Range | undefined): Range {
  if (!range) return [0, 1];
  const [lowest, highest] = range;
  const air = AIR * (highest - lowest || Math.abs(highest) || 1);
  return [lowest - air, highest + air];
}

/** The range when the band is drawn too: of the band what does not squeeze the series. */
export function withBand(columns: readonly PlotColumn[], [lowest, highest]: Range): Range {
  const room = BAND_ROOM * (highest - lowest);
  const band = rangeOfAll(
    columns.flatMap((column) => (column.band ? [column.band.lower, column.band.upper] : [])),
  );
  if (!band) return [lowest, highest];
  return [
    Math.min(lowest, Math.max(band[0], lowest - room)),
    Math.max(highest, Math.min(band[1], highest + room)),
  ];
}

/** A stretch of time in UTC, to the minute. */
export function describeSpan(from: number, to: number): string {
  const text = (at: number) => new Date(at).toISOString().slice(0, 16).replace('T', ' ');
  return `${text(from)} to ${text(to)} UTC`;
}
