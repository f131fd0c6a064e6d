import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crossingRatesOf } from '#domain/failure/crossing-rates.ts';
import { FAILURE_FEATURE_COUNT, FAILURE_FEATURE_NAMES } from '#domain/failure/failure-feature-names.ts';
import { failureFeatureRows } from '#domain/failure/failure-features.ts';
import { limitSeries } from '#domain/failure/limited-series.ts';
import type { RegularSeries } from '#domain/forecast/regular-series.ts';
import { DAY, HOUR, nightlyJob, record } from './recordings.ts';

const LIMIT = 60;

/** The features of one moment, by name. */
function featuresAt(series: RegularSeries, at: number, limit = LIMIT): Readonly<Record<string, number>> {
  const limited = limitSeries(series, limit);
  const row = failureFeatureRows({ series: limited, rates: crossingRatesOf(limited) }, [at]);
  return Object.fromEntries(FAILURE_FEATURE_NAMES.map((name, index) => [name, row[index] ?? Number.NaN]));
}

describe('the features of a moment and a limit', () => {
  it('see a job that runs at the same time of every day coming', () => {
    const series = record(8 * DAY, nightlyJob());

    const before = featuresAt(series, 7 * DAY + 38);
    const after = featuresAt(series, 7 * DAY + 60);

    expect(before['days-crossed']).toBe(1);
    expect(before['days-nearest-crossing']).toBe(10);
    expect(before['day-1-next-crossing']).toBe(10);
    expect(before['day-7-room']).toBeLessThan(0);
    expect(before['rate-time-of-day']).toBeGreaterThan(Math.log(0.2));
    expect(after['days-crossed']).toBe(0);
    expect(after['days-nearest-crossing']).toBe(600);
    expect(after['rate-time-of-day']).toBeLessThan(Math.log(0.02));
  });

  it('see a job that runs every hour coming', () => {
    const series = record(2 * DAY, (index) => (index % HOUR === 6 ? 90 : 20));

    const before = featuresAt(series, DAY + 4);

    expect(before['hours-crossed']).toBe(1);
    expect(before['interval-usual']).toBeCloseTo(Math.log1p(60));
    expect(before['interval-left']).toBe(10);
    expect(before['interval-spread']).toBe(0);
  });

  it('see no crossing coming where there was none before', () => {
    const first = featuresAt(
      record(3 * DAY, (index) => (index > 2 * DAY + 100 ? 90 : 20)),
      2 * DAY + 10,
    );

    expect(first['days-nearest-crossing']).toBe(600);
    expect(first['since-crossing']).toBeCloseTo(Math.log1p((2 * DAY + 11) * 5));
  });

  it('measure room in usual ways to the limit, whatever the unit', () => {
    const series = record(2 * DAY, nightlyJob());
    const inBytes = record(2 * DAY, (index) => 1e6 * (series.values[index] ?? 0));

    const one = featuresAt(series, 400);
    const other = featuresAt(inBytes, 400, 1e6 * LIMIT);

    for (const name of FAILURE_FEATURE_NAMES) expect(other[name], name).toBeCloseTo(one[name] ?? 0, 2);
  });

  it('say what is unknown by values that nothing known can have', () => {
    const first = featuresAt(
      record(5, () => 20),
      0,
    );

    expect(first['days-crossed']).toBeCloseTo(-0.1);
    expect(first['hours-crossed']).toBeCloseTo(-0.1);
    expect(first['interval-left']).toBe(601);
    expect(first['day-1-room']).toBe((first['room-mean-15m'] ?? 0) + 10);
    expect(first['hours-least-room']).toBe(first['day-1-room']);
    expect(first['days-rise']).toBe(0);
  });

  it('are finite for any recording, gaps included', () => {
    const value = fc.option(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { nil: undefined });
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 1, maxLength: 80 }),
        fc.double({ min: -1e9, max: 1e9, noNaN: true }),
        (list, limit) => {
          const series = record(list.length, (index) => list[index]);
          const limited = limitSeries(series, limit);
          const rows = failureFeatureRows({ series: limited, rates: crossingRatesOf(limited) }, [
            ...list.keys(),
          ]);

          expect(rows.length).toBe(list.length * FAILURE_FEATURE_COUNT);
          expect(rows.every(Number.isFinite)).toBe(true);
        },
      ),
    );
  });

  it('never change when points are appended', () => {
    const load = nightlyJob();
    const all = Array.from({ length: 9 * DAY }, (_, index) => (index % 83 === 0 ? undefined : load(index)));
    const rowsOf = (count: number, places: readonly number[]) => {
      const limited = limitSeries(
        record(count, (index) => all[index]),
        LIMIT,
      );
      return failureFeatureRows({ series: limited, rates: crossingRatesOf(limited) }, places);
    };
    const places = Array.from({ length: 12 }, (_, index) => index * 200 + 7);

    const whole = rowsOf(all.length, places);

    places.forEach((at, row) => {
      const from = row * FAILURE_FEATURE_COUNT;
      expect(rowsOf(at + 1, [at])).toEqual(whole.subarray(from, from + FAILURE_FEATURE_COUNT));
    });
  });
});
