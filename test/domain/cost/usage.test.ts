import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estimateCost } from '#domain/cost/estimate.ts';
import {
  billedMetrics,
  metricCallsPerMonth,
  pollingUsage,
  pollsPerMonth,
  standingUsage,
  statisticsRead,
  USUAL_RESOURCES,
} from '#domain/cost/usage.ts';

const RATES = ['calm', 'watch', 'incident', 'fixed'] as const;
const MINUTES = 43_200;

describe('the usage of a month', () => {
  it('bills five percentiles of one metric as one, and unmeasured types not at all', () => {
    expect(billedMetrics(USUAL_RESOURCES)).toBe(8);
    expect(billedMetrics(['configuration'])).toBe(0);
    expect(statisticsRead(USUAL_RESOURCES)).toBe(12);
    expect(statisticsRead(['configuration'])).toBe(0);
  });

  it('has a poll every five minutes when calm, every minute at the front door and otherwise', () => {
    expect(pollsPerMonth({ services: 20, rate: 'calm' })).toBe(19 * (MINUTES / 5) + MINUTES);
    expect(pollsPerMonth({ services: 20, rate: 'watch' })).toBe(20 * MINUTES);
    expect(pollsPerMonth({ services: 20, rate: 'incident' })).toBe(20 * MINUTES);
    expect(pollsPerMonth({ services: 20, rate: 'fixed' })).toBe(20 * MINUTES);
  });

  it('has one GetMetricData call for each shard of forty services, and one a minute at least', () => {
    expect(metricCallsPerMonth({ services: 400, rate: 'fixed' })).toBe(10 * MINUTES);
    expect(metricCallsPerMonth({ services: 7, rate: 'fixed' })).toBe(MINUTES);
  });

  it('costs at most a quarter of fixed polling when calm, from a hundred services on', () => {
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 10_000 }), (services) => {
        const [calm, fixed] = (['calm', 'fixed'] as const).map(
          (rate) => estimateCost(pollingUsage({ services, rate })).dollars,
        );

        expect((calm ?? 0) / (fixed ?? 1)).toBeLessThanOrEqual(0.255);
      }),
    );
  });

  it('grows with the services at every rate', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.constantFrom(...RATES), (services, rate) => {
        const dollars = (count: number) => estimateCost(pollingUsage({ services: count, rate })).dollars;

        expect(dollars(services + 1)).toBeGreaterThan(dollars(services));
      }),
    );
  });

  it('reads twice a minute in an incident, and writes as often as before', () => {
    const watched = pollingUsage({ services: 40, rate: 'watch' });
    const ill = pollingUsage({ services: 40, rate: 'incident' });

    expect(ill['metrics-read']).toBe(2 * (watched['metrics-read'] ?? 0));
    expect(ill['table-writes']).toBe(watched['table-writes']);
  });

  it('has events only in incidents', () => {
    expect(pollingUsage({ services: 1, rate: 'incident' })['events-put']).toBe(MINUTES);
    expect(pollingUsage({ services: 1, rate: 'watch' })['events-put']).toBe(0);
  });

  it('is not nothing where nothing is watched', () => {
    const { dollars } = estimateCost(standingUsage());

    expect(dollars).toBeGreaterThan(5);
    expect(dollars).toBeLessThan(10);
  });
});
