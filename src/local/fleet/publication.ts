// What becomes readable, and when: each value is published 60 to 180 s after its minute, some later, some never.

import { buildSeriesKey } from '#contracts/naming.ts';
import type { Instant } from '#domain/ids.ts';
import type { MetricPoint, MetricQuery, MetricSeries } from '#domain/signal/signal.ts';
import { ARCHIVE_PERIOD_MINUTES, archivedPoints, archiveMinutes } from './archive.ts';
import { drawSampling, measure, measureDatabase, measureQueue, type SamplingDraws } from './measures.ts';
import { MINUTE_MS, type Plant, type ServiceView } from './plant.ts';
import type { SeriesDirectory, SeriesSpec } from './series.ts';
import type { PublishedState, SeriesState } from './state.ts';

/** CloudWatch's usual lag after the end of a minute, in seconds. */
const USUAL_LAG = { from: 60, spread: 120 } as const;
/** Share of points that come much later, by how much, and share that never come. */
const LATE_SHARE = 0.015;
const LATE_LAG_SECONDS = 420;
const MISSING_SHARE = 0.003;
/** Further lag of a whole service whose monitoring is late (B1). */
const GAP_LAG_SECONDS = 1500;
/** An outlier (B5) is this many times the true value. */
const OUTLIER_FACTOR = 9;
/** Lag that marks a point that never comes. */
const NEVER = -1;
const DEFAULT_RETENTION_HOURS = 24;
/** Old points are dropped so many at a time: moving arrays costs. */
const DROPPED_AT_ONCE = 120;

/** A fleet of which nothing has been published yet. */
export function emptyPublication(firstMinute: number, seriesCount: number): PublishedState {
  const series = Array.from({ length: seriesCount }, (): SeriesState => ({ values: [], lagSeconds: [] }));
  return { firstMinute, series };
}

/** Publishes the minute that a service has gathered. */
export function publishMinute(plant: Plant, view: ServiceView, series: readonly SeriesSpec[]): void {
  const draws = drawSampling(view.streams.sampling);
  for (const { index, type, signal } of series) {
    const value = measureFor(plant, view, { type, signal }, draws);
    const lag = drawLag(view);
    const store = plant.state.published.series[index];
    if (store) publishValue(store, disturb(view, { value, lag, isFirst: signal === 'request-count' }));
  }
}

function measureFor(
  plant: Plant,
  view: ServiceView,
  { type, signal }: Pick<SeriesSpec, 'type' | 'signal'>,
  draws: SamplingDraws,
): number | undefined {
  if (type === 'rds-instance') return measureDatabase(plant, view, signal, draws);
  if (type === 'sqs-queue') return measureQueue(plant, view, signal);
  return measure(view, signal, draws);
}

interface Published {
  readonly value: number | undefined;
  readonly lag: number;
}

/** Always takes two draws, whatever becomes of the point. */
function drawLag({ streams }: ServiceView): number {
  const fate = streams.publication.uniform();
  const lag = USUAL_LAG.from + USUAL_LAG.spread * streams.publication.uniform();
  if (fate < MISSING_SHARE) return NEVER;
  return fate < MISSING_SHARE + LATE_SHARE ? lag + LATE_LAG_SECONDS : lag;
}

/** What a telemetry fault of the minute makes of a point. */
function disturb(
  { flow }: ServiceView,
  { value, lag, isFirst }: Published & { readonly isFirst: boolean },
): Published {
  switch (flow.effects.telemetry) {
    case 'sound':
      return { value, lag };
    case 'lost':
      return { value, lag: NEVER };
    case 'late':
      return { value, lag: lag === NEVER ? NEVER : lag + GAP_LAG_SECONDS };
    case 'outlier':
      return { value: isFirst && value !== undefined ? value * OUTLIER_FACTOR : value, lag };
    case 'reset':
      return { value: isFirst ? 1 : value, lag };
  }
}

function publishValue({ values, lagSeconds }: SeriesState, { value, lag }: Published): void {
  values.push(value ?? 0);
  lagSeconds.push(value === undefined ? NEVER : Math.round(lag));
}

/** Drops what is older than the retention; five-minute points of some of it are kept. */
export function dropOldPoints(plant: Plant, directory: SeriesDirectory): void {
  const { published } = plant.state;
  const kept = (plant.options.metricRetentionHours ?? DEFAULT_RETENTION_HOURS) * 60;
  if ((published.series[0]?.values.length ?? 0) < kept + DROPPED_AT_ONCE) return;
  archiveMinutes(published, directory, { minutes: DROPPED_AT_ONCE, lost: NEVER });
  for (const { values, lagSeconds } of published.series) {
    values.splice(0, DROPPED_AT_ONCE);
    lagSeconds.splice(0, DROPPED_AT_ONCE);
  }
  published.firstMinute += DROPPED_AT_ONCE;
}

/** What CloudWatch would answer now: `from` inclusive, `to` exclusive, only points that have been published. */
export function readPublished(
  plant: Plant,
  directory: SeriesDirectory,
  {
    queries,
    from,
    to,
  }: { readonly queries: readonly MetricQuery[]; readonly from: number; readonly to: number },
): MetricSeries[] {
  return queries.map((query) => {
    const index = directory.indexByKey.get(buildSeriesKey(query.resourceId, query.signal));
    const series = index === undefined ? undefined : plant.state.published.series[index];
    const minutes = series ? pointsOf(plant, series, { from, to }) : [];
    if (query.periodSeconds * 1000 <= MINUTE_MS) return { query, points: minutes };
    const isArchived = index !== undefined && query.periodSeconds >= ARCHIVE_PERIOD_MINUTES * 60;
    const older = isArchived ? archivedPoints(plant.state.published, { index }, { from, to }) : [];
    return { query, points: aggregate([...older, ...minutes], query) };
  });
}

function pointsOf(
  { state }: Plant,
  { values, lagSeconds }: SeriesState,
  { from, to }: { readonly from: number; readonly to: number },
): MetricPoint[] {
  const points: MetricPoint[] = [];
  const { firstMinute } = state.published;
  const first = Math.max(0, Math.ceil(from / MINUTE_MS) - firstMinute);
  const last = Math.min(values.length, Math.ceil(to / MINUTE_MS) - firstMinute);
  for (let index = first; index < last; index += 1) {
    const lag = lagSeconds[index] ?? NEVER;
    const at = (firstMinute + index) * MINUTE_MS;
    if (lag === NEVER || at + MINUTE_MS + lag * 1000 > state.now) continue;
    points.push({ at: at as Instant, value: values[index] ?? 0 });
  }
  return points;
}

/** Points of a longer period, made of the minutes it has so far. Percentiles are averaged: their minutes are not kept. */
function aggregate(
  minutes: readonly MetricPoint[],
  { statistic, periodSeconds }: MetricQuery,
): MetricPoint[] {
  const periodMs = periodSeconds * 1000;
  const periods: MetricPoint[] = [];
  let next = 0;
  for (let first = 0; first < minutes.length; first = next) {
    const at = Math.floor((minutes[first]?.at ?? 0) / periodMs) * periodMs;
    const values: number[] = [];
    for (next = first; (minutes[next]?.at ?? Number.POSITIVE_INFINITY) < at + periodMs; next += 1)
      values.push(minutes[next]?.value ?? 0);
    periods.push({ at: at as Instant, value: combine(values, statistic) });
  }
  return periods;
}

function combine(values: readonly number[], statistic: string): number {
  const sum = values.reduce((total, value) => total + value, 0);
  if (statistic === 'Sum') return sum;
  if (statistic === 'Maximum') return Math.max(...values);
  if (statistic === 'Minimum') return Math.min(...values);
  return sum / values.length;
}
