// From the metric points of one service to what it was like in one minute: the first step of scoring. A point that is
// missing is not a zero, except where the metric is known to be published only when something happened.

import type { Instant } from '#domain/ids.ts';
import type { IndicatorValues } from '#domain/signal/indicator.ts';
import { METRIC_CATALOGUE } from '#domain/signal/metric-catalogue.ts';
import type { MetricSeries, SignalName } from '#domain/signal/signal.ts';

/** One service in one minute. What is absent is unknown. */
export interface MinuteReading {
  /** Start of the minute. */
  readonly at: Instant;
  readonly indicators: IndicatorValues;
  /** Latency percentiles that are reported but not judged, seconds. */
  readonly percentiles: { readonly p90?: number; readonly p95?: number; readonly p999?: number };
  /** Requests and failed requests of the minute. */
  readonly requests?: number;
  readonly failures?: number;
}

export interface ReadingOptions {
  readonly at: Instant;
  readonly periodSeconds: number;
  /** With fewer requests, the error share is taken as if this many had come: one failure of one is not an outage. */
  readonly minimumRequests: number;
}

/** Signals of several resources of one service are added; of all others the worst, which is the largest, counts. */
const ADDED: ReadonlySet<SignalName> = new Set([
  'request-count',
  'error-count',
  'healthy-targets',
  'unhealthy-targets',
  'running-tasks',
  'queue-depth',
  'queue-sent',
  'queue-deleted',
]);

/** Signals whose metric is not published when nothing happened. */
const ZERO_WHEN_ABSENT: ReadonlySet<SignalName> = new Set(
  Object.values(METRIC_CATALOGUE)
    .flat()
    .filter(({ whenAbsent }) => whenAbsent === 'zero')
    .map(({ signal }) => signal),
);

/** The indicators of one service in the minute that starts at `at`. */
export function readMinute(series: readonly MetricSeries[], options: ReadingOptions): MinuteReading {
  const signals = signalsAt(series, options.at);
  const requests = signals.get('request-count');
  const failures = failuresOf(series, signals);
  return {
    at: options.at,
    indicators: withoutUnknown({
      'error-share': errorShare(requests, failures, options.minimumRequests),
      'latency-p50': signals.get('latency-p50'),
      'latency-p99': signals.get('latency-p99'),
      throughput: requests === undefined ? undefined : requests / options.periodSeconds,
      'healthy-share': healthyShare(signals),
      cpu: signals.get('cpu'),
      memory: signals.get('memory'),
      connections: signals.get('connections'),
      'queue-age': signals.get('queue-age'),
      'queue-depth': signals.get('queue-depth'),
      value: signals.get('value'),
    }),
    percentiles: withoutUnknown({
      p90: signals.get('latency-p90'),
      p95: signals.get('latency-p95'),
      p999: signals.get('latency-p999'),
    }),
    ...withoutUnknown({ requests, failures }),
  };
}

function signalsAt(series: readonly MetricSeries[], at: Instant): Map<SignalName, number> {
  const signals = new Map<SignalName, number>();
  for (const { query, points } of series) {
    const value = points.find((point) => point.at === at)?.value;
    if (value === undefined || !Number.isFinite(value)) continue;
    const before = signals.get(query.signal);
    const merged = ADDED.has(query.signal) ? (before ?? 0) + value : Math.max(before ?? value, value);
    signals.set(query.signal, merged);
  }
  return signals;
}

/** No failures published is none, as long as requests were: without those the recording itself is missing. */
function failuresOf(
  series: readonly MetricSeries[],
  signals: ReadonlyMap<SignalName, number>,
): number | undefined {
  const failures = signals.get('error-count');
  if (failures !== undefined) return failures;
  const isMeasured = series.some(({ query }) => query.signal === 'error-count');
  const isZero = isMeasured && ZERO_WHEN_ABSENT.has('error-count') && signals.has('request-count');
  return isZero ? 0 : undefined;
}

/** Failed requests over all; unknown when nothing was asked. */
function errorShare(requests = 0, failures: number | undefined, minimumRequests: number): number | undefined {
  if (failures === undefined || requests <= 0) return undefined;
  return Math.min(1, failures / Math.max(requests, minimumRequests));
}

/** Targets that pass their checks over all registered ones; unknown when none is registered. */
function healthyShare(signals: ReadonlyMap<SignalName, number>): number | undefined {
  const healthy = signals.get('healthy-targets');
  const unhealthy = signals.get('unhealthy-targets') ?? 0;
  if (healthy === undefined || healthy + unhealthy <= 0) return undefined;
  return healthy / (healthy + unhealthy);
}

type Known<Values> = { [Key in keyof Values]?: Exclude<Values[Key], undefined> };

function withoutUnknown<Values extends Record<string, number | undefined>>(values: Values): Known<Values> {
  const known: Known<Values> = {};
  for (const key in values) {
    const value = values[key];
    if (value !== undefined) known[key] = value as Exclude<Values[typeof key], undefined>;
  }
  return known;
}
