// What becomes of minutes that are dropped: CloudWatch keeps five-minute points long after the minutes are gone, and the
// fleet does so for what shows demand and who carried it. Without it no day of the week would ever be known here.

import type { Instant } from '#domain/ids.ts';
import type { MetricPoint, SignalName } from '#domain/signal/signal.ts';
import { MINUTE_MS } from './plant.ts';
import type { SeriesDirectory, SeriesSpec } from './series.ts';
import type { ArchiveState, PublishedState, SeriesState } from './state.ts';

/** Archived signals, and how five of their minutes become one value. */
const ARCHIVED: Readonly<Partial<Record<SignalName, 'sum' | 'mean'>>> = {
  'request-count': 'sum',
  cpu: 'mean',
  'running-tasks': 'mean',
};
export const ARCHIVE_PERIOD_MINUTES = 5;
/** Nine days: what a week is foretold from, and one more. */
const KEPT_PERIODS = (9 * 24 * 60) / ARCHIVE_PERIOD_MINUTES;
/** No value of these signals is negative; not a number would not survive being kept as JSON. */
const UNKNOWN = -1;
/** Digits that are kept: the archive is part of every snapshot. */
const DIGITS = 4;

/** Puts away the oldest minutes, before they are dropped. Times that are not whole periods are not put away. */
export function archiveMinutes(
  published: PublishedState,
  directory: SeriesDirectory,
  { minutes, lost }: { readonly minutes: number; readonly lost: number },
): void {
  const firstPeriod = Math.ceil(published.firstMinute / ARCHIVE_PERIOD_MINUTES);
  const archive = published.archive ?? { firstPeriod, series: {} };
  published.archive = archive;
  const periods = Math.floor(minutes / ARCHIVE_PERIOD_MINUTES);
  for (const spec of directory.ofService.flat()) {
    const how = spec.type === 'rds-instance' ? undefined : ARCHIVED[spec.signal];
    const series = published.series[spec.index];
    if (how === undefined || !series) continue;
    const offset = firstPeriod * ARCHIVE_PERIOD_MINUTES - published.firstMinute;
    const kept = archive.series[spec.index] ?? [];
    archive.series[spec.index] = kept;
    for (let period = 0; period < periods; period += 1) {
      kept.push(combine(series, { from: offset + period * ARCHIVE_PERIOD_MINUTES, lost, how }));
    }
  }
  forget(archive);
}

function combine(
  { values, lagSeconds }: SeriesState,
  { from, lost, how }: { readonly from: number; readonly lost: number; readonly how: 'sum' | 'mean' },
): number {
  let sum = 0;
  let count = 0;
  for (let index = from; index < from + ARCHIVE_PERIOD_MINUTES; index += 1) {
    if (lagSeconds[index] === lost) continue;
    sum += values[index] ?? 0;
    count += 1;
  }
  if (count === 0) return UNKNOWN;
  return Number((how === 'sum' ? sum : sum / count).toPrecision(DIGITS));
}

function forget(archive: ArchiveState): void {
  const lengths = Object.values(archive.series).map(({ length }) => length);
  const surplus = Math.max(0, ...lengths) - KEPT_PERIODS;
  if (surplus <= 0) return;
  for (const series of Object.values(archive.series)) series.splice(0, surplus);
  archive.firstPeriod += surplus;
}

/** The archived points of a series, `from` inclusive, `to` exclusive. */
export function archivedPoints(
  { archive }: PublishedState,
  { index }: Pick<SeriesSpec, 'index'>,
  { from, to }: { readonly from: number; readonly to: number },
): MetricPoint[] {
  const values = archive?.series[index];
  if (!archive || !values) return [];
  const periodMs = ARCHIVE_PERIOD_MINUTES * MINUTE_MS;
  const first = Math.max(0, Math.ceil(from / periodMs) - archive.firstPeriod);
  return values.slice(first).flatMap((value, place) => {
    const at = (archive.firstPeriod + first + place) * periodMs;
    return value === UNKNOWN || at >= to ? [] : [{ at: at as Instant, value }];
  });
}
