import { describe, expect, it } from 'vitest';
import {
  type IndicatorObservation,
  type IndicatorQuestion,
  judgeIndicator,
} from '#domain/detection/judge-indicator.ts';
import { DEFAULT_DETECTION_SETTINGS } from '#domain/detection/settings.ts';
import { FEATURE_COUNT, FEATURE_NAMES } from '#domain/feature/feature-names.ts';
import { Instant } from '#domain/ids.ts';

const band = { expected: 10, lower: 7, upper: 13, spreadBelow: 1, spreadAbove: 1 };

function observation(overrides: Partial<IndicatorObservation> = {}): IndicatorObservation {
  const features = new Array<number>(FEATURE_COUNT).fill(0);
  return { indicator: 'latency-p99', value: 10, band, features, isRecurring: false, ...overrides };
}

function judge(overrides: Partial<IndicatorObservation>, question: Partial<IndicatorQuestion> = {}) {
  const settings = DEFAULT_DETECTION_SETTINGS;
  return judgeIndicator({ observation: observation(overrides), isFailing: false, settings, ...question });
}

describe('the verdict on an indicator', () => {
  it('is usual inside of the band', () => {
    expect(judge({ value: 12.9 })).toMatchObject({ isAbnormal: false, isStrong: false });
  });

  it('is abnormal outside of it on the harmful side alone', () => {
    expect(judge({ value: 14 })).toMatchObject({ isAbnormal: true, evidence: { detectors: ['threshold'] } });
    expect(judge({ value: 1 })).toMatchObject({ isAbnormal: false, evidence: { direction: 'below' } });
    expect(judge({ indicator: 'healthy-share', value: 1 }).isAbnormal).toBe(true);
    expect(judge({ indicator: 'throughput', value: 1 }).isAbnormal).toBe(true);
    expect(judge({ indicator: 'throughput', value: 19 }).isAbnormal).toBe(true);
  });

  it('is strong at three times the width of the band', () => {
    expect(judge({ value: 18.9 }).isStrong).toBe(false);
    expect(judge({ value: 19 }).isStrong).toBe(true);
  });

  it('excuses what comes at this time by habit', () => {
    expect(judge({ value: 30, isRecurring: true }).isAbnormal).toBe(false);
  });

  it('says nothing of an error share that rests on few failures', () => {
    const errors = { indicator: 'error-share', value: 20 } as const;

    expect(judge(errors).isAbnormal).toBe(false);
    expect(judge(errors, { failures: 4 }).isAbnormal).toBe(false);
    expect(judge(errors, { failures: 5 }).isAbnormal).toBe(true);
  });

  it('lets the model lower the bar, but needs a deviation', () => {
    expect(judge({ value: 12 }, { modelScore: 0.3 })).toMatchObject({
      isAbnormal: true,
      evidence: { detectors: ['model'], modelScore: 0.3 },
    });
    expect(judge({ value: 12 }, { modelScore: 0.2 }).isAbnormal).toBe(false);
    expect(judge({ value: 11 }, { modelScore: 1 }).isAbnormal).toBe(false);
  });

  it('without a band rests on failed checks and trends', () => {
    const { band: _band, ...unknown } = observation({ value: 90 });
    const trend = { crossesAt: Instant.parse(1), slopePerMinute: 1, limit: 100 };
    const settings = DEFAULT_DETECTION_SETTINGS;

    const failing = judgeIndicator({ observation: unknown, isFailing: true, settings });
    const rising = judgeIndicator({ observation: { ...unknown, trend }, isFailing: false, settings });
    const silent = judgeIndicator({ observation: unknown, isFailing: false, settings });

    expect(failing).toMatchObject({
      isAbnormal: true,
      evidence: { detectors: ['failure'], expected: 90, upper: 90 },
    });
    expect(rising).toMatchObject({ isAbnormal: true, evidence: { detectors: ['trend'], upper: 100 } });
    expect(silent.isAbnormal).toBe(false);
  });

  it('names the three comparable features that stand out most', () => {
    const features = new Array<number>(FEATURE_COUNT).fill(0);
    const set = (name: (typeof FEATURE_NAMES)[number], value: number) => {
      features[FEATURE_NAMES.indexOf(name)] = value;
    };
    set('residual-31', 2);
    set('step', -4);
    set('window-6h', 0.1);
    set('gap-length', 9);

    expect(judge({ features }).evidence.topFeatures).toEqual([
      { name: 'step', value: -4 },
      { name: 'residual-31', value: 2 },
    ]);
  });
});
