// What must not raise an anomaly: the benign events of the fleet's catalogue (B1 to B6).

import { beforeAll, describe, expect, it } from 'vitest';
import type { ServiceWatch } from '#domain/detection/service-watch.ts';
import { Instant } from '#domain/ids.ts';
import { type Disturbance, MINUTES_PER_DAY, MONDAY, minuteOf, watchShop } from './shop.ts';

const NOW = MINUTES_PER_DAY;
let known: ServiceWatch | undefined;

beforeAll(() => {
  known = watchShop({ from: 0, to: NOW }).watch;
});

/** Watches a shop that is known for a day, for so many minutes more. */
function watchOn(
  minutes: number,
  disturb: Disturbance,
  options: Partial<Parameters<typeof watchShop>[0]> = {},
) {
  return watchShop({ from: NOW, to: NOW + minutes, seed: 9, watch: known, disturb, ...options });
}

describe('a shop that is well', () => {
  it.each([1, 2])('raises no anomaly in its first hours, from the first minute on (seed %i)', (seed) => {
    const { anomalies, records } = watchShop({ from: 0, to: MINUTES_PER_DAY / 2, seed });

    expect(anomalies).toEqual([]);
    expect(records.every(({ state }) => state === 'healthy')).toBe(true);
  });

  it('says how much of its baseline is learned', () => {
    const { records } = watchOn(1, () => ({}));

    expect(records[0]?.baselineProgress).toBeCloseTo(0.5);
  });
});

describe('no anomaly is raised', () => {
  it('by a telemetry gap: the state is unknown until data comes again (B1)', () => {
    const { anomalies, records } = watchOn(60, (minute) =>
      minute >= NOW + 20 && minute < NOW + 40 ? 'lost' : {},
    );
    const stateAt = (minute: number) => records[minute]?.state;

    expect(anomalies).toEqual([]);
    expect([stateAt(21), stateAt(22), stateAt(39), stateAt(40)]).toEqual([
      'healthy',
      'unknown',
      'unknown',
      'healthy',
    ]);
    expect(records[30]?.score).toBeUndefined();
  });

  it('by an event with more than double the demand that is served well (B2)', () => {
    const { anomalies } = watchOn(120, (minute, usual) =>
      minute < NOW + 30
        ? {}
        : {
            requests: 2.5 * usual.requests,
            cpu: Math.min(100, 2.2 * usual.cpu),
            connections: 2 * usual.connections,
            latencyP99: 1.25 * usual.latencyP99,
          },
    );

    expect(anomalies).toEqual([]);
  });

  it('by a busy processor and memory in a batch, when users feel nothing (B3)', () => {
    const { anomalies } = watchOn(90, (minute, usual) =>
      minute >= NOW + 20 && minute < NOW + 60 ? { cpu: 98, memory: usual.memory + 15 } : {},
    );

    expect(anomalies).toEqual([]);
  });

  it('by a slow quarter of an hour that comes every night, from the third night on (B3)', () => {
    const batch: Disturbance = (minute, usual) =>
      minute % MINUTES_PER_DAY >= 125 && minute % MINUTES_PER_DAY < 140
        ? { latencyP99: 3 * usual.latencyP99 }
        : {};

    const { anomalies } = watchShop({ from: 0, to: 2 * MINUTES_PER_DAY + 180, disturb: batch });
    const nights = new Set(anomalies.map((anomaly) => Math.floor(minuteOf(anomaly) / MINUTES_PER_DAY)));

    expect([...nights]).toEqual([0, 1]);
  });

  it('by a harmless shift of load and memory after a deployment (B4)', () => {
    const changedAt = NOW + 30;
    const { anomalies, watch } = watchOn(
      240,
      (minute, usual) =>
        minute < changedAt
          ? {}
          : { requests: 0.6 * usual.requests, memory: usual.memory + 18, cpu: 0.7 * usual.cpu },
      {
        context: (minute) =>
          minute < changedAt ? {} : { recentChangeAt: Instant.parse(MONDAY + changedAt * 60_000) },
      },
    );

    expect(anomalies).toEqual([]);
    expect(watch?.series.memory?.level).toBeGreaterThan(65);
  });

  it('by one outlier, or one lost scrape (B5)', () => {
    const { anomalies, records } = watchOn(60, (minute) => {
      if (minute === NOW + 20) return { latencyP99: 9, failureShare: 0.5, healthyShare: 0 };
      return minute === NOW + 40 ? 'lost' : {};
    });

    expect(anomalies).toEqual([]);
    expect(records.every(({ state }) => state === 'healthy')).toBe(true);
  });

  it('by errors that stop by themselves within two minutes (B6)', () => {
    const { anomalies } = watchOn(60, (minute) =>
      minute >= NOW + 20 && minute < NOW + 22 ? { failureShare: 0.05 } : {},
    );

    expect(anomalies).toEqual([]);
  });
});
