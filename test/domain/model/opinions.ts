// Observed minutes and what models say of them, for the tests of what is made of it.

import type { IndicatorObservation } from '#domain/detection/judge-indicator.ts';
import type { ModelOpinion } from '#domain/detection/judge-minute.ts';
import type { MinuteObservation } from '#domain/detection/observe-minute.ts';
import { FEATURE_COUNT } from '#domain/feature/feature-names.ts';
import { minute } from '../../builders.ts';
import { PROBABILITIES_AS_THEY_ARE } from '../detection/score-parameters.ts';

/** A latency that is usual; 12 is what only a model finds odd, 20 is beyond every limit. */
export function observation(overrides: Partial<IndicatorObservation> = {}): IndicatorObservation {
  return {
    indicator: 'latency-p99',
    value: 10,
    band: { expected: 10, lower: 7, upper: 13, spreadBelow: 1, spreadAbove: 1 },
    features: new Array<number>(FEATURE_COUNT).fill(0),
    isRecurring: false,
    ...overrides,
  };
}

/** One observation, so many minutes after noon. */
export function minuteAt(minutes: number, value = 12): MinuteObservation {
  return {
    reading: { at: minute(minutes), indicators: { 'latency-p99': value }, percentiles: {} },
    observations: [observation({ value })],
    errorShares: [],
    isTeaching: true,
    baselineProgress: 1,
  };
}

/** One probability for each observation. */
export function opinionOf(probabilities: readonly number[], hash = 'hash-1'): ModelOpinion {
  return { logits: probabilities, hash, parameters: PROBABILITIES_AS_THEY_ARE, periodSeconds: 60 };
}
