import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HealthRecord } from '#domain/health/health.ts';
import { buildHealthRecord, rememberScore, trendPerHour } from '#domain/health/health-record.ts';
import { HEALTH_WEIGHTS, type HealthInputs, scoreHealth } from '#domain/health/health-score.ts';
import {
  type HealthTracking,
  type MinuteOfHealth,
  trackHealth,
  UNKNOWN_HEALTH,
} from '#domain/health/health-state.ts';
import { Instant, ServiceId } from '#domain/ids.ts';

const WELL: HealthInputs = {
  errorShare: 0,
  latencyRatio: 1,
  healthyShare: 1,
  queueAgeRatio: 0,
  saturation: 0.5,
};

const share = fc.double({ min: 0, max: 1, noNaN: true });
const inputs = fc.record(
  {
    errorShare: share,
    latencyRatio: fc.double({ min: 0, max: 100, noNaN: true }),
    healthyShare: share,
    queueAgeRatio: fc.double({ min: 0, max: 5, noNaN: true }),
    saturation: fc.double({ min: 0, max: 2, noNaN: true }),
  },
  { requiredKeys: [] },
);

describe('the health score', () => {
  it('has weights that add up to one', () => {
    const sum = Object.values(HEALTH_WEIGHTS).reduce((total, weight) => total + weight, 0);

    expect(sum).toBeCloseTo(1);
  });

  it('is 1 when all is well, near 0 when nothing works, and between always', () => {
    const down = { errorShare: 1, latencyRatio: 20, healthyShare: 0, queueAgeRatio: 3, saturation: 1 };

    expect(scoreHealth(WELL)).toBe(1);
    expect(scoreHealth(down)).toBeCloseTo(0);
    fc.assert(
      fc.property(inputs, (some) => {
        const score = scoreHealth(some);
        if (score === undefined) return;
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('is never raised by an input that gets worse', () => {
    const parts = fc.constantFrom(
      'errorShare',
      'latencyRatio',
      'healthyShare',
      'queueAgeRatio',
      'saturation',
    );

    fc.assert(
      fc.property(inputs, parts, fc.double({ min: 0, max: 3, noNaN: true }), (some, part, by) => {
        const input = some[part];
        const before = scoreHealth(some);
        if (input === undefined || before === undefined) return;
        const worse = part === 'healthyShare' ? input - by : input + by;
        expect(scoreHealth({ ...some, [part]: worse })).toBeLessThanOrEqual(before + 1e-12);
      }),
    );
  });

  it('is unknown when nothing that users feel is known', () => {
    expect(scoreHealth({})).toBeUndefined();
    expect(scoreHealth({ saturation: 1 })).toBeUndefined();
  });

  it('is not saved by four good parts when users get errors only', () => {
    expect(scoreHealth({ ...WELL, errorShare: 1 })).toBeLessThan(0.36);
  });
});

describe('the graded state', () => {
  const minute = (score: number | undefined, overrides: Partial<MinuteOfHealth> = {}): MinuteOfHealth => ({
    score,
    isStale: false,
    atBest: 'healthy',
    ...overrides,
  });

  function track(
    scores: readonly (number | undefined)[],
    start: HealthTracking = UNKNOWN_HEALTH,
  ): HealthTracking {
    let tracking = start;
    for (const score of scores) tracking = trackHealth(tracking, minute(score));
    return tracking;
  }

  it('follows the score from unknown at once', () => {
    expect(track([0.99]).state).toBe('healthy');
    expect(track([0.7]).state).toBe('degraded');
    expect(track([0.4]).state).toBe('unhealthy');
    expect(track([0.1]).state).toBe('critical');
  });

  it('gets worse after two such minutes in a row, not after one', () => {
    expect(track([1, 0.2]).state).toBe('healthy');
    expect(track([1, 0.2, 1, 0.2]).state).toBe('healthy');
    expect(track([1, 0.2, 0.2]).state).toBe('critical');
  });

  it('gets better after three minutes clearly above the floor', () => {
    expect(track([0.7, 1, 1]).state).toBe('degraded');
    expect(track([0.7, 1, 1, 1]).state).toBe('healthy');
    expect(track([0.7, 0.86, 0.86, 0.86, 0.86]).state).toBe('degraded');
  });

  it('never flaps on the edge', () => {
    const edge = fc.array(fc.double({ min: 0.84, max: 0.87, noNaN: true }), { maxLength: 50 });

    fc.assert(
      fc.property(edge, (scores) => {
        let tracking = track([1]);
        let changes = 0;
        for (const score of scores) {
          const next = trackHealth(tracking, minute(score));
          if (next.state !== tracking.state) changes++;
          tracking = next;
        }
        expect(changes).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('is at best what the failure rule leaves possible', () => {
    expect(trackHealth(track([1]), minute(0.99, { atBest: 'unhealthy' })).state).toBe('unhealthy');
    expect(trackHealth(track([0.1]), minute(0.99, { atBest: 'unhealthy' })).state).toBe('critical');
  });

  it('is kept for a minute without data, and unknown when data stays away', () => {
    expect(track([1, undefined]).state).toBe('healthy');
    expect(trackHealth(track([1]), minute(undefined, { isStale: true }))).toEqual(UNKNOWN_HEALTH);
  });
});

describe('the health record', () => {
  const facts = {
    serviceId: ServiceId.parse('shop'),
    reading: {
      at: Instant.parse(60_000),
      indicators: { 'latency-p99': 0.3, cpu: 20 },
      percentiles: { p90: 0.2 },
    },
    score: 0.9,
    scores: [0.9],
    errorShares: [],
    tracking: { state: 'healthy', worseMinutes: 0, betterMinutes: 0 },
    consecutiveFailures: 0,
    baselineProgress: 0.5,
  } as const;

  it('holds what is known and nothing else', () => {
    const record = buildHealthRecord(facts);

    expect(record).toEqual({
      serviceId: 'shop',
      at: 60_000,
      latencyP90: 0.2,
      latencyP99: 0.3,
      cpu: 20,
      score: 0.9,
      state: 'healthy',
      consecutiveFailures: 0,
      baselineProgress: 0.5,
      indicators: { 'latency-p99': 0.3, cpu: 20 },
    });
    expect(HealthRecord.parse(record)).toEqual(record);
  });

  it('has no score while the state is unknown', () => {
    expect(buildHealthRecord({ ...facts, tracking: UNKNOWN_HEALTH })).not.toHaveProperty('score');
  });

  it('tells the robust trend per hour once there are five values', () => {
    expect(trendPerHour([1, 2, 3, 4])).toBeUndefined();
    expect(trendPerHour([0.9, 0.89, 0.1, 0.87, 0.86, 0.85])).toBeCloseTo(-0.6);
  });

  it('remembers the scores of half an hour', () => {
    const scores = Array.from({ length: 30 }, () => 1);

    expect(rememberScore(scores, 0.5)).toHaveLength(30);
    expect(rememberScore(scores, 0.5).at(-1)).toBe(0.5);
    expect(rememberScore(scores, undefined)).toBe(scores);
  });
});
