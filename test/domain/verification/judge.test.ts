import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HealthRecord } from '#domain/health/health.ts';
import type { IndicatorValues } from '#domain/signal/indicator.ts';
import { judgeRecovery, judgeService, type ServiceView } from '#domain/verification/judge.ts';
import { judgeMinute, limitsOf, worstExcess } from '#domain/verification/limits.ts';
import { describeReading, readingsOf } from '#domain/verification/readings.ts';
import { CART, CHECKOUT, evidence, healthRecord, minute, NOON } from '../../builders.ts';

const GOOD: IndicatorValues = { 'error-share': 0.001 };
const ILL: IndicatorValues = { 'error-share': 0.1 };
const timing = (now: number) => ({ now: minute(now), actAt: NOON, goodMinutes: 3, maxDataAgeSeconds: 420 });

/** Checkout, ill for five minutes before the act at noon, and then as told, a minute each. */
function view(since: readonly (IndicatorValues | undefined)[], limits = limitsOf([evidence()])): ServiceView {
  const before = [-5, -4, -3, -2, -1].map((each) => record(each, ILL));
  const after = since.flatMap((values, index) => (values ? [record(index, values)] : []));
  return { serviceId: CHECKOUT, health: [...before, ...after], limits };
}

function record(minutes: number, indicators: IndicatorValues): HealthRecord {
  return healthRecord({ at: minute(minutes), indicators });
}

describe('the verdict on a service', () => {
  it.each([
    ['recovered after three good minutes', [ILL, GOOD, GOOD, GOOD], 4, 'recovered'],
    ['recovered over a lost minute', [GOOD, GOOD, undefined, GOOD], 4, 'recovered'],
    [
      'only improving over a long gap',
      [GOOD, GOOD, undefined, undefined, undefined, undefined, GOOD],
      7,
      'improving',
    ],
    ['not recovered after one good minute', [ILL, ILL, ILL, GOOD], 4, 'not-recovered'],
    ['improving after two of them', [ILL, ILL, GOOD, GOOD], 4, 'improving'],
    [
      'improving when the errors fell by half',
      [{ 'error-share': 0.05 }, { 'error-share': 0.05 }, { 'error-share': 0.05 }],
      3,
      'improving',
    ],
    ['not recovered when nothing changed', [ILL, ILL, ILL, ILL], 4, 'not-recovered'],
    ['not recovered right after the act', [], 1, 'not-recovered'],
    ['worse after four minutes at three times', [1, 2, 3, 4].map(() => ({ 'error-share': 0.3 })), 4, 'worse'],
    [
      'not worse for a moment',
      [{ 'error-share': 0.3 }, { 'error-share': 0.3 }, ILL, { 'error-share': 0.3 }],
      4,
      'not-recovered',
    ],
    ['blind when the data is old', [GOOD, GOOD, GOOD], 10, 'blind'],
  ] as const)('is %s', (_case, since, now, verdict) => {
    expect(judgeService(view(since), timing(now))).toBe(verdict);
  });

  it('is blind without any data, and where all minutes say nothing', () => {
    expect(judgeService({ ...view([]), health: [] }, timing(1))).toBe('blind');
    const unknown = [0, 1, 2].map((each) => ({ ...record(each, GOOD), state: 'unknown' as const }));
    expect(judgeService({ ...view([]), health: unknown }, timing(3))).toBe('blind');
  });

  it('does not depend on how bad it was before, but on the change since', () => {
    const always = view([ILL, ILL, ILL, ILL, ILL, ILL]);

    expect(judgeService(always, timing(6))).not.toBe('worse');
  });
});

describe('the verdict on all services', () => {
  it('is that of the worst of them', () => {
    const good = view([GOOD, GOOD, GOOD]);
    const ill = { ...view([ILL, ILL, ILL]), serviceId: CART };

    expect(judgeRecovery([good, good], timing(3))).toBe('recovered');
    expect(judgeRecovery([good, ill], timing(3))).toBe('not-recovered');
    expect(judgeRecovery([good, { ...ill, health: [] }], timing(3))).toBe('blind');
  });
});

describe('the limits', () => {
  it('are the bands at the time of joining, never tighter than what people notice', () => {
    const limits = limitsOf([
      evidence({ upper: 0.005 }),
      evidence({ indicator: 'latency-p99', expected: 0.2, upper: 0.25 }),
      evidence({ indicator: 'queue-age', upper: 5 }),
      evidence({ indicator: 'healthy-share', direction: 'below', lower: 0.99 }),
      evidence({ indicator: 'cpu', upper: 60 }),
    ]);

    expect(limits.map(({ indicator, value }) => [indicator, value])).toEqual([
      ['error-share', 0.02],
      ['latency-p99', 0.30000000000000004],
      ['queue-age', 60],
      ['healthy-share', 0.88],
    ]);
  });

  it('of what was climbing lie a tenth below where it was found', () => {
    const climbing = evidence({ indicator: 'memory', value: 80, upper: 90, detectors: ['trend'] });
    const falling = evidence({
      indicator: 'throughput',
      value: 80,
      lower: 50,
      direction: 'below',
      detectors: ['trend'],
    });

    const slowing = evidence({
      indicator: 'latency-p50',
      value: 2,
      expected: 0.2,
      upper: 0.3,
      detectors: ['trend'],
    });

    expect(limitsOf([climbing, falling, slowing]).map(({ value }) => value)).toEqual([
      72, 50, 0.30000000000000004, 0.05,
    ]);
  });

  it('forbid errors also where the evidence was about something else', () => {
    const limits = limitsOf([]);

    expect(judgeMinute(record(0, { 'error-share': 0.06 }), limits)).toBe('bad');
    expect(judgeMinute(record(0, {}), limits)).toBe('good');
  });

  it('make a minute unknown in which what was ill is missing', () => {
    expect(judgeMinute(record(0, { cpu: 10 }), limitsOf([evidence()]))).toBe('unknown');
  });

  it('are judged on the side they are broken on', () => {
    const limits = limitsOf([evidence({ indicator: 'healthy-share', direction: 'below', lower: 0.8 })]);

    expect(judgeMinute(record(0, { 'healthy-share': 0.9, 'error-share': 0 }), limits)).toBe('good');
    expect(judgeMinute(record(0, { 'healthy-share': 0.5 }), limits)).toBe('bad');
    expect(worstExcess(record(0, { 'healthy-share': 0 }), limits)).toBe(100);
    expect(worstExcess(record(0, { 'error-share': 1, 'healthy-share': 1 }), limits)).toBe(20);
  });

  it('are never further broken by a better value', () => {
    const value = fc.double({ min: 0, max: 1, noNaN: true });

    fc.assert(
      fc.property(value, value, (a, b) => {
        const [better, worse] = [Math.min(a, b), Math.max(a, b)].map((share) =>
          worstExcess(record(0, { 'error-share': share }), limitsOf([evidence()])),
        );
        expect(better).toBeLessThanOrEqual(worse ?? 0);
      }),
    );
  });
});

it('readings show before, now and limit, in numbers and in words', () => {
  const [reading] = readingsOf(view([GOOD, GOOD, GOOD]), NOON);

  expect(reading).toEqual({ indicator: 'error-share', before: 0.1, now: 0.001, limit: 0.02 });
  expect(reading && describeReading(reading)).toBe('error share 10 % -> 0.1 % (limit 2 %)');
  expect(describeReading({ indicator: 'cpu' })).toBe('CPU unknown -> unknown (limit unknown)');
});
