// The first step of looking ahead: the last week of every indicator that has a limit, on a grid of five minutes. Read, not
// remembered: CloudWatch bills for the metric, not for its points, and its history is there from the first hour.

import type { MetricSource } from '#application/ports/telemetry.ts';
import { metricQueriesFor } from '#contracts/naming.ts';
import type { Settings } from '#contracts/settings.ts';
import { medianOf } from '#domain/baseline/robust.ts';
import { PREDICTION_PERIOD_SECONDS } from '#domain/failure/cadence.ts';
import { crossingRatesOf } from '#domain/failure/crossing-rates.ts';
import type { FailureHistory } from '#domain/failure/failure-features.ts';
import {
  type IndicatorLimit,
  LIMITED_INDICATORS,
  type LimitedIndicator,
  limitOfIndicator,
} from '#domain/failure/indicator-limits.ts';
import { limitSeries } from '#domain/failure/limited-series.ts';
import { type RegularSeries, type SeriesPoint, toRegularSeries } from '#domain/forecast/regular-series.ts';
import { type Instant, type ServiceId, secondsAfter } from '#domain/ids.ts';
import type { Service } from '#domain/service/service.ts';
import type { MetricQuery, MetricSeries } from '#domain/signal/signal.ts';

/** What the features look back on. */
const HISTORY_SECONDS = 7 * 86_400;
const DAY_POINTS = 86_400 / PREDICTION_PERIOD_SECONDS;
/** The model was trained on nothing shorter: an hour. */
const LEAST_POINTS = 12;
/** Without a value in the last quarter of an hour nothing is said: it would be of another time. */
const STALE_POINTS = 3;

/** One indicator of one service, and how it stands to its limit. */
export interface LimitedReading extends IndicatorLimit {
  readonly serviceId: ServiceId;
  readonly indicator: LimitedIndicator;
  readonly history: FailureHistory;
  /** Unknown values are NaN. */
  readonly recorded: RegularSeries;
}

export interface ReadLimitedDeps {
  readonly metrics: MetricSource;
}

/** The limited metrics of a service; none where nothing of it has a limit. */
export function limitedQueries({ resources }: Pick<Service, 'resources'>): readonly MetricQuery[] {
  return resources
    .flatMap((resourceId) => metricQueriesFor(resourceId, PREDICTION_PERIOD_SECONDS))
    .filter(({ signal }) => LIMITED_INDICATORS.some((indicator) => indicator === signal));
}

/** All that is known of the services' limited indicators until `endAt`, in one read; what is too short or too old is left out. */
export async function readLimited(
  { metrics }: ReadLimitedDeps,
  services: readonly Service[],
  { endAt, settings }: { readonly endAt: Instant; readonly settings: Settings },
): Promise<readonly LimitedReading[]> {
  const asked = services.map((service) => ({ service, queries: limitedQueries(service) }));
  const queries = asked.flatMap((each) => each.queries);
  if (queries.length === 0) return [];
  const all = await metrics.read(queries, secondsAfter(endAt, -HISTORY_SECONDS), endAt);
  let next = 0;
  return asked.flatMap(({ service, queries: own }) => {
    next += own.length;
    const series = all.slice(next - own.length, next);
    return LIMITED_INDICATORS.flatMap((indicator) => {
      const recorded = mergeSeries(series, indicator, endAt);
      const reading = recorded && judgeable(recorded, indicator, settings);
      return reading ? [{ serviceId: service.id, indicator, ...reading }] : [];
    });
  });
}

/** Of several resources the fullest counts, as in scoring. Undefined without any value. */
function mergeSeries(
  series: readonly MetricSeries[],
  indicator: LimitedIndicator,
  endAt: Instant,
): RegularSeries | undefined {
  const worst = new Map<Instant, number>();
  for (const { query, points } of series) {
    if (query.signal !== indicator) continue;
    for (const { at, value } of points) worst.set(at, Math.max(worst.get(at) ?? value, value));
  }
  if (worst.size === 0) return undefined;
  const points: SeriesPoint[] = [...worst]
    .map(([at, value]) => ({ at, value }))
    .sort((one, other) => one.at - other.at);
  const lastAt = secondsAfter(endAt, -PREDICTION_PERIOD_SECONDS);
  return toRegularSeries([...points, { at: lastAt, value: undefined }], PREDICTION_PERIOD_SECONDS).series;
}

function judgeable(
  recorded: RegularSeries,
  indicator: LimitedIndicator,
  { detection }: Settings,
): Pick<LimitedReading, 'history' | 'recorded' | 'limit' | 'isKnown'> | undefined {
  const { values } = recorded;
  const isFresh = values.slice(-STALE_POINTS).some((value) => !Number.isNaN(value));
  if (values.length < LEAST_POINTS || !isFresh) return undefined;
  const lastDay = [...values.slice(-DAY_POINTS)].filter((value) => !Number.isNaN(value));
  const limit = limitOfIndicator(indicator, medianOf(lastDay), detection.trends);
  if (!limit) return undefined;
  const series = limitSeries(recorded, limit.limit);
  return { ...limit, recorded, history: { series, rates: crossingRatesOf(series) } };
}
