import { describe, expect, it } from 'vitest';
import { DEVIATION_CAP, deviate, harmOf, profileMeasure } from '#domain/cause/deviation.ts';
import { type Course, makeMeasure, ONSET_MINUTE, sinceOnset } from './picture.ts';

const AFTER = { before: ONSET_MINUTE, from: ONSET_MINUTE, to: ONSET_MINUTE + 7 };

function deviationOf(course: Course, requests: number | undefined = 100) {
  return deviate(profileMeasure(makeMeasure('cart', course), { periodSeconds: 60, requests }), AFTER);
}

describe('the deviation of a measure', () => {
  it('is the size of a lasting step in usual steps', () => {
    const found = deviationOf({ metric: 'latency', level: 0.1, change: sinceOnset((value) => value * 1.5) });

    expect(found?.expected).toBeCloseTo(0.1, 2);
    expect(found?.seen).toBeCloseTo(0.15, 2);
    expect(found?.steps).toBeGreaterThan(4);
  });

  it('is small where nothing changed', () => {
    expect(Math.abs(deviationOf({ metric: 'latency', level: 0.1 })?.steps ?? 99)).toBeLessThan(2.5);
  });

  it('is capped', () => {
    const change = sinceOnset((value) => value * 1000);

    expect(deviationOf({ metric: 'latency', level: 0.1, change })?.steps).toBe(DEVIATION_CAP);
  });

  it('has a floor under its unit, so that a metric that never moved does not shout', () => {
    const change = sinceOnset((value) => value * 1.02);

    expect(deviationOf({ metric: 'latency', level: 0.1, noise: 0, change })?.steps).toBeLessThan(1);
  });

  it('believes a failure of many requests more than one of few', () => {
    const course = { metric: 'availability', level: 100, noise: 0, change: sinceOnset(() => 97) };

    const [many, few] = [deviationOf(course, 5000), deviationOf(course, 4)];

    expect(many && harmOf(many)).toBeGreaterThan(10);
    expect(few && harmOf(few)).toBeLessThan(1);
  });

  it('takes an unknown traffic for very little, and shares of one like percents', () => {
    const course = { metric: 'availability', level: 0.9, noise: 0, change: sinceOnset(() => 0.5) };

    expect(
      profileMeasure(makeMeasure('cart', course), { periodSeconds: 60, requests: undefined }).normal.step,
    ).toBeGreaterThan(0.2);
    expect(Math.abs(deviationOf(course, 10_000)?.steps ?? 0)).toBe(DEVIATION_CAP);
  });

  it('counts errors and requests as such', () => {
    const errors = { metric: 'error-count', level: 0, change: sinceOnset(() => 5) };
    const requests = { metric: 'requests', level: 100, noise: 0, change: sinceOnset(() => 140) };

    expect(deviationOf(errors)?.steps).toBeCloseTo(5);
    expect(deviationOf(requests)?.steps).toBeCloseTo(4);
  });

  it('measures from the normal level where nothing was seen before', () => {
    const profile = profileMeasure(
      makeMeasure('cart', { metric: 'latency', level: 0.1, change: () => 0.3 }),
      { periodSeconds: 60, requests: 10 },
    );

    const found = deviate(profile, { before: 0, from: 0, to: 7 });

    expect(found?.expected).toBeCloseTo(0.1, 2);
    expect(found?.steps).toBeGreaterThan(5);
  });

  it('is unknown where nothing is seen, and weak where normal life is unknown', () => {
    const change = sinceOnset(() => undefined);

    expect(deviationOf({ metric: 'latency', level: 0.1, change })).toBeUndefined();
    expect(deviationOf({ metric: 'latency', level: 0.1, isNew: true })?.steps).toBe(0);
  });
});

describe('normal life with gaps', () => {
  it('is profiled from what is known of it', () => {
    const measure = makeMeasure('cart', { metric: 'latency', level: 0.1 });
    const values = measure.normal.values.map((value, index) => (index % 90 < 40 ? undefined : value));
    const withGaps = { ...measure, normal: { ...measure.normal, values } };

    const { normal } = profileMeasure(withGaps, { periodSeconds: 60, requests: 10 });

    expect(normal.level).toBeCloseTo(0.1, 2);
    expect(normal.trust).toBe(1);
    expect(normal.step).toBeGreaterThan(0);
  });
});

describe('the harm of a deviation', () => {
  it('is in the harmful direction only', () => {
    const faster = deviationOf({ metric: 'latency', level: 0.1, change: sinceOnset((value) => value / 2) });
    const fewer = deviationOf({ metric: 'requests', level: 100, change: sinceOnset((value) => value / 4) });

    expect(faster && harmOf(faster)).toBe(0);
    expect(fewer && harmOf(fewer)).toBeGreaterThan(5);
  });
});
