// Storing a watch, feeding the model, and the settings of detection.

import { describe, expect, it } from 'vitest';
import { countFailures, failedChecks } from '#domain/detection/failure-rule.ts';
import { collectFeatureRows, splitScores } from '#domain/detection/feature-rows.ts';
import { type MinuteObservation, observeMinute } from '#domain/detection/observe-minute.ts';
import { packWatch, unpackWatch } from '#domain/detection/packed-watch.ts';
import { createWatch } from '#domain/detection/service-watch.ts';
import { DEFAULT_DETECTION_SETTINGS, DetectionSettings } from '#domain/detection/settings.ts';
import { FEATURE_COUNT } from '#domain/feature/feature-names.ts';
import { Instant } from '#domain/ids.ts';
import { MINUTES_PER_DAY, noiseOf, readingOf, SHOP, watchShop } from './shop.ts';

const settings = DEFAULT_DETECTION_SETTINGS;

describe('a stored watch', () => {
  it('is equal to the one that was put away, and goes on alike', () => {
    const { watch } = watchShop({ from: 0, to: MINUTES_PER_DAY + 90 });
    if (!watch) throw new Error('no watch');

    const stored = unpackWatch(JSON.parse(JSON.stringify(packWatch(watch))));

    expect(stored).toEqual(watch);
    const on = { from: MINUTES_PER_DAY + 90, to: MINUTES_PER_DAY + 100, seed: 5 };
    expect(watchShop({ ...on, watch: stored })).toEqual(watchShop({ ...on, watch }));
  });

  it('takes less than 30 kB for eight indicators', () => {
    const { watch } = watchShop({ from: 0, to: 300 });

    expect(JSON.stringify(watch && packWatch(watch)).length).toBeLessThan(30_000);
  });

  it('goes on without the series that an earlier version has stored in another layout', () => {
    const { watch } = watchShop({ from: 0, to: 300 });
    if (!watch) throw new Error('no watch');
    const packed = packWatch(watch);
    const { cpu } = packed.series;
    const older = cpu && { ...cpu, scalars: cpu.scalars.slice(0, -12) };

    const { cpu: _cpu, ...others } = watch.series;
    const read = unpackWatch({ ...packed, series: { ...packed.series, ...(older && { cpu: older }) } });

    expect(read.series).toEqual(others);
    expect(watchShop({ from: 300, to: 302, watch: read }).records).toHaveLength(2);
  });

  it('may be empty', () => {
    const watch = createWatch(SHOP);

    expect(unpackWatch(packWatch(watch))).toEqual(watch);
  });
});

describe('the rows for the model', () => {
  it('lie one after another, and their scores find back to their minutes', () => {
    const minutes: MinuteObservation[] = [];
    let watch = createWatch(SHOP);
    for (let minute = 0; minute < 3; minute++) {
      const reading = readingOf(minute, noiseOf(minute + 1), (now) => (now === 1 ? 'lost' : {}));
      const observed = observeMinute(watch, reading, {
        serviceId: SHOP,
        periodSeconds: 60,
        isTeaching: true,
        settings,
      });
      if (!observed) throw new Error('observed twice');
      watch = observed.watch;
      minutes.push(observed.observation);
    }

    const { features, rowCount, windows } = collectFeatureRows(minutes);
    const scores = splitScores(
      minutes,
      Float32Array.from({ length: rowCount }, (_, row) => row),
    );

    expect(rowCount).toBe(16);
    expect(features).toHaveLength(16 * FEATURE_COUNT);
    expect(windows).toEqual(minutes.flatMap(({ observations }) => observations.map(({ window }) => window)));
    expect(windows.filter(Boolean).length).toBeGreaterThan(0);
    expect(features[FEATURE_COUNT * 8 + 3]).toBeCloseTo(
      minutes[2]?.observations[0]?.features[3] ?? Number.NaN,
      5,
    );
    expect(scores).toEqual([[0, 1, 2, 3, 4, 5, 6, 7], [], [8, 9, 10, 11, 12, 13, 14, 15]]);
  });
});

describe('what is seen in a minute', () => {
  it('weighs each limited resource against its limit', () => {
    const indicators = { cpu: 50, memory: 76, connections: 90, 'queue-age': 90 };
    const reading = { at: Instant.parse(60_000), indicators, percentiles: {} };
    const context = { serviceId: SHOP, periodSeconds: 60, isTeaching: true, settings };

    const usual = observeMinute(undefined, reading, context);
    const limited = observeMinute(undefined, reading, {
      ...context,
      limits: { connections: 100, memory: 80, 'queue-age': 120 },
    });

    expect(usual?.observation.saturation).toBeCloseTo(0.8);
    expect(limited?.observation.saturation).toBeCloseTo(0.95);
    expect(usual?.observation.baselineProgress).toBeGreaterThan(0);
  });
});

describe('the failure rule', () => {
  const reading = (indicators: MinuteObservation['reading']['indicators'], failures?: number) => ({
    at: Instant.parse(0),
    indicators,
    percentiles: {},
    ...(failures !== undefined && { failures }),
  });

  it('names the checks that failed', () => {
    const failed = (indicators: MinuteObservation['reading']['indicators'], failures?: number) =>
      failedChecks(reading(indicators, failures), settings.failures);

    expect(failed({ 'error-share': 0.3, 'healthy-share': 0.4 }, 50)).toEqual([
      'error-share',
      'healthy-share',
    ]);
    expect(failed({ 'error-share': 0.3 }, 4)).toEqual([]);
    expect(failed({ 'error-share': 0.3 })).toEqual([]);
    expect(failed({ 'healthy-share': 0.9 })).toEqual([]);
    expect(failed({ 'latency-p99': 90 })).toBeUndefined();
  });

  it('counts failed minutes in a row, over minutes that cannot be told', () => {
    expect(countFailures(2, ['error-share'])).toBe(3);
    expect(countFailures(2, undefined)).toBe(2);
    expect(countFailures(2, [])).toBe(0);
  });
});

describe('the settings of detection', () => {
  it('may be given in part, and refuse what they do not know', () => {
    const changed = DetectionSettings.parse({ indicators: { 'latency-p99': { absoluteMargin: 1 } } });

    expect(changed.indicators['latency-p99']).toMatchObject({ absoluteMargin: 1, relativeMargin: 0.5 });
    expect(changed.persistence).toEqual(settings.persistence);
    expect(DetectionSettings.safeParse({ bands: { widht: 4 } }).success).toBe(false);
  });
});
