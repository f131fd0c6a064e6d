// What must raise an anomaly, and how soon.

import { beforeAll, describe, expect, it } from 'vitest';
import type { Anomaly } from '#domain/anomaly/anomaly.ts';
import { judgeMinute } from '#domain/detection/judge-minute.ts';
import { observeMinute } from '#domain/detection/observe-minute.ts';
import type { ServiceWatch } from '#domain/detection/service-watch.ts';
import { DEFAULT_DETECTION_SETTINGS } from '#domain/detection/settings.ts';
import type { HealthRecord } from '#domain/health/health.ts';
import { AnomalyId, secondsAfter } from '#domain/ids.ts';
import type { IndicatorValues } from '#domain/signal/indicator.ts';
import {
  type Disturbance,
  MINUTES_PER_DAY,
  minuteOf,
  noiseOf,
  readingOf,
  SHOP,
  type ShopMinute,
  type WatchedShop,
  watchShop,
} from './shop.ts';

const NOW = MINUTES_PER_DAY;
const ONSET = NOW + 30;
let known: ServiceWatch | undefined;

beforeAll(() => {
  known = watchShop({ from: 0, to: NOW }).watch;
});

/** Watches a shop that is known for a day, and goes wrong half an hour later. */
function watchFault(
  fault: (usual: ShopMinute, minutesSinceOnset: number) => Partial<ShopMinute>,
  options: Partial<Parameters<typeof watchShop>[0]> = {},
): WatchedShop {
  const disturb: Disturbance = (minute, usual) => (minute < ONSET ? {} : fault(usual, minute - ONSET));
  return watchShop({ from: NOW, to: NOW + 120, seed: 4, watch: known, disturb, ...options });
}

/** Minutes from the onset to the first anomaly. */
function delayOf({ anomalies }: WatchedShop): number {
  const [first] = anomalies;
  return first ? minuteOf(first) - ONSET : Number.POSITIVE_INFINITY;
}

describe('an anomaly is raised', () => {
  it.each<[string, (usual: ShopMinute) => Partial<ShopMinute>, number]>([
    ['errors in 5 of 100 requests', () => ({ failureShare: 0.05 }), 2],
    ['errors in all requests', () => ({ failureShare: 1 }), 1],
    ['latency three times as long', ({ latencyP99 }) => ({ latencyP99: 3 * latencyP99 }), 2],
    ['latency six times as long', ({ latencyP99 }) => ({ latencyP99: 6 * latencyP99 }), 1],
    ['a quarter of the targets', () => ({ healthyShare: 0.75 }), 2],
  ])('by %s', (_case, fault, atMost) => {
    const watched = watchFault((usual) => fault(usual));

    const [first] = watched.anomalies;
    expect(delayOf(watched)).toBeLessThanOrEqual(atMost);
    expect(first).toMatchObject({ isUserVisible: true, isFallback: true });
    expect(first && minuteOf({ at: first.onsetAt })).toBe(ONSET);
    expect(watched.anomalies.length).toBeGreaterThan(20);
  });

  it('in the first hour of a service nobody knows', () => {
    const { anomalies } = watchShop({
      from: 0,
      to: 30,
      disturb: (minute) => (minute >= 20 ? { failureShare: 0.1 } : {}),
    });

    expect(anomalies.map(minuteOf)[0]).toBe(21);
  });

  it.each([
    [0.5, 30],
    [3, 12],
  ])('by memory that leaks %d percent a minute, before a task runs out of it', (perMinute, minutesAhead) => {
    const watched = watchFault(
      ({ memory }, minutes) => ({ memory: Math.min(100, memory + perMinute * minutes) }),
      {
        to: NOW + 140,
      },
    );

    const [first] = watched.anomalies;
    const fullAt = 50 / perMinute;
    expect(first).toMatchObject({ isUserVisible: false });
    expect(first?.evidence[0]).toMatchObject({ indicator: 'memory' });
    expect(first?.evidence[0]?.detectors).toContain('trend');
    expect(fullAt - delayOf(watched)).toBeGreaterThan(Math.min(minutesAhead, fullAt) / 3);
    const record = watched.records.find(({ at }) => at === first?.at);
    expect(record?.predictedFailureAt).toBeGreaterThan(record?.at ?? 0);
    const foretold = watched.records.find(({ predictedFailureAt }) => predictedFailureAt !== undefined);
    expect(foretold?.at).toBeLessThanOrEqual(first?.at ?? 0);
    expect(foretold && fullAt - (minuteOf(foretold) - ONSET)).toBeGreaterThan(Math.min(40, fullAt / 3));
  });

  it('by database connections that leak towards a limit that the caller knows', () => {
    const leak = ({ connections }: ShopMinute, minutes: number) => ({ connections: connections + minutes });

    const limited = watchFault(leak, { context: () => ({ limits: { connections: 100 } }) });
    const unlimited = watchFault(leak);

    expect(limited.anomalies[0]?.evidence[0]?.indicator).toBe('connections');
    expect(unlimited.anomalies).toEqual([]);
  });

  it('by no rise towards a limit that is only presumed, which is foretold instead', () => {
    const leak = ({ connections }: ShopMinute, minutes: number) => ({ connections: connections + minutes });

    const { anomalies, records } = watchFault(leak);

    const told = records.filter(({ predictedFailureAt }) => predictedFailureAt !== undefined);
    expect(anomalies).toEqual([]);
    expect(told[0] && minuteOf(told[0]) - ONSET).toBeLessThan(20);
    expect(watchFault(() => ({})).records.every(({ predictedFailureAt }) => !predictedFailureAt)).toBe(true);
  });

  it('by weaker deviations too when the model finds them novel, and not by novelty alone', () => {
    const weak = ({ latencyP99 }: ShopMinute) => ({ latencyP99: 1.75 * latencyP99 });

    const alone = watchFault(weak, { to: ONSET + 15 });
    const seconded = watchFault(weak, { to: ONSET + 15, modelScore: 0.999 });
    const calm = watchFault(() => ({}), { modelScore: 0.999 });

    expect(seconded.anomalies.length).toBeGreaterThan(alone.anomalies.length);
    expect(seconded.anomalies[0]).toMatchObject({ isFallback: false, modelHash: 'abc' });
    expect(seconded.anomalies[0]?.evidence[0]?.modelScore).toBe(0.999);
    expect(calm.anomalies).toEqual([]);
  });
});

describe('the evidence', () => {
  it('names what was expected, how far off it is and which features stand out', () => {
    const [first] = watchFault(() => ({ failureShare: 0.2, cpu: 99 })).anomalies;
    const [errors, cpu] = first?.evidence ?? [];

    expect(errors).toMatchObject({ indicator: 'error-share', direction: 'above' });
    expect(errors?.value).toBeCloseTo(0.2, 2);
    expect(errors?.expected).toBeLessThan(0.003);
    expect(errors?.upper).toBeLessThan(0.03);
    expect(errors?.topFeatures).toHaveLength(3);
    expect(cpu?.indicator).toBe('cpu');
  });

  it('holds nothing responsible in a minute that cannot be told, and goes on counting after it', () => {
    const disturb: Disturbance = (minute) => (minute === 5 ? 'lost' : { failureShare: 0.5 });
    const { records, anomalies } = watchShop({ from: 0, to: 8, disturb });

    expect(records.map(({ consecutiveFailures }) => consecutiveFailures)).toEqual([1, 2, 3, 4, 5, 5, 6, 7]);
    expect(anomalies.map(minuteOf)).not.toContain(5);
  });

  it('holds the checks responsible after three failed minutes, whatever is usual', () => {
    const { anomalies, records } = watchFault(() => ({ healthyShare: 0 }));

    expect(anomalies.find((anomaly) => minuteOf(anomaly) === ONSET + 2)?.evidence[0]?.detectors).toContain(
      'failure',
    );
    expect(records.at(-1)).toMatchObject({ consecutiveFailures: 90, state: 'unhealthy' });
  });
});

describe('the health of a service in trouble', () => {
  it('gets worse within two minutes and better within a few, and says the trend', () => {
    const { records } = watchShop({
      from: NOW,
      to: NOW + 90,
      seed: 4,
      watch: known,
      disturb: (minute) => (minute >= ONSET && minute < ONSET + 30 ? { failureShare: 0.6 } : {}),
    });
    const stateAt = (minute: number) => records[30 + minute]?.state;

    expect([stateAt(0), stateAt(1), stateAt(29), stateAt(31), stateAt(33)]).toEqual([
      'healthy',
      'unhealthy',
      'unhealthy',
      'unhealthy',
      'healthy',
    ]);
    expect(records[45]?.scoreTrendPerHour).toBeLessThan(-0.5);
    expect(records[45]?.errorTrendPerHour).toBeGreaterThan(0.3);
  });
});

describe('a health score that falls faster than it ever does', () => {
  const known = watchShop({ from: -600, to: 0 }).watch;
  /** A few more errors each minute, of which not even the last are abnormal. */
  const creeping = (minute: number) => ({ failureShare: 0.001 + 0.0006 * minute });

  it('is a slide before anything is abnormal, and teaches nothing during an incident', () => {
    const { records, anomalies } = watchShop({ from: 0, to: 31, watch: known, disturb: creeping });
    const learned = watchShop({ from: 0, to: 31, watch: known, disturb: creeping }).watch;
    const silent = watchShop({
      from: 0,
      to: 31,
      watch: known,
      disturb: creeping,
      context: () => ({ isTeaching: false }),
    }).watch;

    expect(anomalies).toEqual([]);
    expect(records.map(({ state }) => state)).not.toContain('degraded');
    expect(records.at(-1)?.isSliding).toBe(true);
    expect(records[0]).not.toHaveProperty('isSliding');
    expect(silent?.verdict.usualFall).toBe(known?.verdict.usualFall);
    expect(learned?.verdict.usualFall).not.toBe(known?.verdict.usualFall);
  });

  it('has learned nothing where nothing may teach', () => {
    const { watch } = watchShop({ from: 0, to: 5, context: () => ({ isTeaching: false }) });

    expect(watch?.verdict).not.toHaveProperty('usualFall');
  });
});

describe('the two halves of scoring', () => {
  const settings = DEFAULT_DETECTION_SETTINGS;
  const context = { serviceId: SHOP, periodSeconds: 60, isTeaching: true, settings };

  it('take a minute in once, whatever is delivered again', () => {
    const reading = readingOf(0, noiseOf(1));

    const observed = observeMinute(undefined, reading, context);

    expect(observed?.watch.version).toBe(1);
    expect(observeMinute(observed?.watch, reading, context)).toBeUndefined();
  });

  it('come to the same end when several minutes are observed before they are judged', () => {
    const byMinute = watchFault(() => ({ failureShare: 0.1 }), { to: ONSET + 5 });

    const noise = noiseOf(4);
    const observed = [];
    let watch = known;
    for (let minute = NOW; minute < ONSET + 5; minute++) {
      const reading = readingOf(minute, noise, (now) => (now < ONSET ? {} : { failureShare: 0.1 }));
      const step = observeMinute(watch, reading, context);
      if (!step) throw new Error('observed twice');
      watch = step.watch;
      observed.push(step.observation);
    }
    for (const minute of observed) {
      if (!watch) throw new Error('no watch');
      const anomalyId = AnomalyId.parse('anomaly');
      watch = judgeMinute(watch, minute, {
        anomalyId,
        detectedAt: minute.reading.at,
        maxFailures: 3,
        settings,
      }).watch;
    }

    expect(watch).toEqual(byMinute.watch);
  });

  it('predict the failure that comes first when several limits are ahead', () => {
    const reading = readingOf(0, noiseOf(1));
    const observed = observeMinute(undefined, reading, context);
    if (!observed) throw new Error('observed twice');
    const trendAt = (minutes: number) => ({
      crossesAt: secondsAfter(reading.at, 60 * minutes),
      slopePerMinute: 1,
      limit: 100,
    });
    const observations = observed.observation.observations.map((one, index) => ({
      ...one,
      foretold: trendAt(20 - index),
    }));

    const { healthRecord } = judgeMinute(
      observed.watch,
      { ...observed.observation, observations },
      { anomalyId: AnomalyId.parse('anomaly'), detectedAt: reading.at, maxFailures: 3, settings },
    );

    expect(healthRecord.predictedFailureAt).toBe(secondsAfter(reading.at, 60 * 13));
  });

  it('know nothing of a service that has never shown anything', () => {
    const { records, anomalies } = watchShop({ from: 0, to: 5, disturb: () => 'lost' });

    expect(anomalies).toEqual([]);
    expect(
      records.every(({ state, baselineProgress }) => state === 'unknown' && baselineProgress === 0),
    ).toBe(true);
  });
});

describe('a service with other indicators', () => {
  const settings = DEFAULT_DETECTION_SETTINGS;
  const context = { serviceId: SHOP, periodSeconds: 60, isTeaching: true, settings };

  /** What is judged of a service that shows nothing but the values given for each minute. */
  function watchValues(
    minutes: number,
    valuesAt: (minute: number, noise: number) => IndicatorValues,
  ): WatchedShop {
    const noise = noiseOf(8);
    const anomalies: Anomaly[] = [];
    const records: HealthRecord[] = [];
    let watch: ServiceWatch | undefined;
    for (let minute = 0; minute < minutes; minute++) {
      const reading = { ...readingOf(minute, noise, () => 'lost'), indicators: valuesAt(minute, noise()) };
      const observed = observeMinute(watch, reading, context);
      if (!observed) throw new Error('observed twice');
      const judging = {
        anomalyId: AnomalyId.parse('anomaly'),
        detectedAt: reading.at,
        maxFailures: 3,
        settings,
      };
      const judged = judgeMinute(observed.watch, observed.observation, judging);
      watch = judged.watch;
      records.push(judged.healthRecord);
      if (judged.anomaly) anomalies.push(judged.anomaly);
    }
    return { watch, anomalies, records };
  }

  it('such as a queue is watched by the age of its oldest message', () => {
    const { anomalies, records } = watchValues(120, (minute, noise) => ({
      'queue-age': minute < 90 ? 5 + Math.abs(noise) : 60 * (minute - 89),
      'queue-depth': minute < 90 ? 20 + 2 * noise : 20 + 100 * (minute - 89),
    }));

    const [first] = anomalies;
    expect(first?.isUserVisible).toBe(true);
    expect(first && minuteOf(first)).toBeLessThanOrEqual(94);
    expect(first?.evidence.map(({ indicator }) => indicator)).toContain('queue-age');
    expect(records[80]?.state).toBe('healthy');
    expect(records.at(-1)?.score).toBeLessThan(0.1);
  });

  it('such as a recorded number is judged by its distance from what is usual, up or down', () => {
    const scoreAfter = (usual: number, last: number) =>
      watchValues(61, (minute, noise) => ({
        value: minute === 60 ? last : usual * (1 + 0.01 * noise),
      })).records.at(-1)?.score;

    expect(scoreAfter(100, 100)).toBeGreaterThan(0.97);
    expect(scoreAfter(100, 1000)).toBeLessThan(0.1);
    expect(scoreAfter(100, 10)).toBeLessThan(0.1);
    expect(scoreAfter(100, -5)).toBe(1);
    expect(scoreAfter(0, 0)).toBe(1);
  });
});
