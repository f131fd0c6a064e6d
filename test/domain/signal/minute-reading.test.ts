import { describe, expect, it } from 'vitest';
import { buildResourceId, metricQueriesFor } from '#contracts/naming.ts';
import { Instant, secondsAfter } from '#domain/ids.ts';
import { readMinute } from '#domain/signal/minute-reading.ts';
import { MetricPoint, MetricQuery, type MetricSeries, type SignalName } from '#domain/signal/signal.ts';

const AT = Instant.parse(1_795_435_200_000);
const options = { at: AT, periodSeconds: 60, minimumRequests: 20 };
const targets = buildResourceId({ type: 'target-group', scope: 'shop', name: 'checkout' });
const otherTargets = buildResourceId({ type: 'target-group', scope: 'shop', name: 'checkout-b' });
const tasks = buildResourceId({ type: 'ecs-service', scope: 'shop', name: 'checkout' });
const database = buildResourceId({ type: 'rds-instance', scope: 'shop', name: 'orders' });

/** The series of a resource with one point at AT for each value given; the others have no point. */
function seriesOf(
  resourceId: typeof targets,
  values: Partial<Record<SignalName, number>>,
  at = AT,
): MetricSeries[] {
  return metricQueriesFor(resourceId, 60).map((query) => {
    const value = values[query.signal];
    return { query, points: value === undefined ? [] : [{ at, value }] };
  });
}

describe('the reading of a minute', () => {
  it('turns counts into shares and rates', () => {
    const series = seriesOf(targets, {
      'request-count': 1200,
      'error-count': 60,
      'latency-p99': 0.4,
      'latency-p90': 0.2,
      'healthy-targets': 3,
      'unhealthy-targets': 1,
    });

    const reading = readMinute(series, options);

    expect(reading).toEqual({
      at: AT,
      indicators: { 'error-share': 0.05, throughput: 20, 'latency-p99': 0.4, 'healthy-share': 0.75 },
      percentiles: { p90: 0.2 },
      requests: 1200,
      failures: 60,
    });
  });

  it('takes an absent error count as none, as long as requests were recorded', () => {
    const reading = readMinute(seriesOf(targets, { 'request-count': 100 }), options);

    expect(reading.indicators['error-share']).toBe(0);
    expect(reading.failures).toBe(0);
  });

  it('knows nothing of a minute without any point', () => {
    const reading = readMinute(seriesOf(targets, {}), options);

    expect(reading).toEqual({ at: AT, indicators: {}, percentiles: {} });
  });

  it('knows no error share of a service whose errors are not measured', () => {
    const series = seriesOf(targets, { 'request-count': 100 }).filter(
      ({ query }) => query.signal !== 'error-count',
    );

    expect(readMinute(series, options).indicators).not.toHaveProperty('error-share');
  });

  it('does not take one failure of one request for an outage', () => {
    const reading = readMinute(seriesOf(targets, { 'request-count': 1, 'error-count': 1 }), options);

    expect(reading.indicators['error-share']).toBe(0.05);
  });

  it('has no error share in a minute in which nothing was asked', () => {
    const reading = readMinute(seriesOf(targets, { 'request-count': 0, 'error-count': 3 }), options);

    expect(reading.indicators).not.toHaveProperty('error-share');
  });

  it('adds the counts of several resources and takes the worst of their other signals', () => {
    const series = [
      ...seriesOf(targets, { 'request-count': 100, 'latency-p99': 0.2 }),
      ...seriesOf(otherTargets, { 'request-count': 50, 'latency-p99': 0.9 }),
      ...seriesOf(tasks, { cpu: 70 }),
      ...seriesOf(database, { cpu: 40 }),
    ];

    const { indicators, requests } = readMinute(series, options);

    expect(requests).toBe(150);
    expect(indicators).toMatchObject({ 'latency-p99': 0.9, cpu: 70 });
  });

  it('ignores points of other minutes and values that are no numbers', () => {
    const series = [
      ...seriesOf(tasks, { cpu: 70 }, secondsAfter(AT, 60)),
      ...seriesOf(database, { connections: Number.NaN }),
    ];

    expect(readMinute(series, options).indicators).toEqual({});
  });

  it('knows no healthy share while no target is registered', () => {
    const reading = readMinute(seriesOf(targets, { 'healthy-targets': 0, 'unhealthy-targets': 0 }), options);

    expect(reading.indicators).not.toHaveProperty('healthy-share');
  });

  it('takes targets as all healthy when only healthy ones are reported', () => {
    const reading = readMinute(seriesOf(targets, { 'healthy-targets': 4 }), options);

    expect(reading.indicators['healthy-share']).toBe(1);
  });
});

describe('signals at the edge', () => {
  it('are the queries of the catalogue, and points with a time and a number', () => {
    const queries = metricQueriesFor(targets, 60);

    expect(queries.map((query) => MetricQuery.parse(query))).toEqual(queries);
    expect(MetricPoint.safeParse({ at: AT, value: 'many' }).success).toBe(false);
  });
});
