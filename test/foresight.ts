// Builders of what is said of failures to come, and a model that says what it is told to.

import type { FailureModel } from '#application/ports/foresight.ts';
import { FAILURE_FEATURE_COUNT } from '#domain/failure/failure-feature-names.ts';
import type { Outlook } from '#domain/failure/outlook.ts';
import type { FailureParameters } from '#domain/failure/predict-failure.ts';
import type { Prediction } from '#domain/failure/prediction.ts';
import { CHECKOUT, NOON } from './builders.ts';

/** Memory that is likely to reach its limit in twenty minutes. */
export function prediction(overrides: Partial<Prediction> = {}): Prediction {
  return {
    serviceId: CHECKOUT,
    indicator: 'memory',
    value: 80,
    limit: 95,
    isLimitKnown: true,
    madeAt: NOON,
    modelHash: 'hash-of-failure',
    said: said(0.8),
    ...overrides,
  };
}

/** A statement with this chance within half an hour, a quarter and half of it before, and no more after. */
export function said(within30: number): Prediction['said'] {
  return {
    within: [within30 / 4, within30 / 2, within30, within30],
    minutesToFailure: 20,
    earliestMinutes: 10,
    latestMinutes: 40,
    confidence: 0.8,
  };
}

export function outlook(overrides: Partial<Outlook> = {}): Outlook {
  return {
    serviceId: CHECKOUT,
    version: 1,
    at: NOON,
    warning: { grade: 'orange', since: NOON },
    predictions: [prediction()],
    memory: {},
    ...overrides,
  };
}

const LINE = { logits: [0, 1], probabilities: [0, 1] };
const AS_THEY_ARE: FailureParameters = { calibration: { p05: LINE, p15: LINE, p30: LINE, p60: LINE } };

/** A model to which every reading has these chances, within 5, 15, 30 and 60 minutes. */
export function steadyFailureModel(chances: readonly [number, number, number, number]): FailureModel {
  return {
    parameters: AS_THEY_ARE,
    model: {
      info: { name: 'failure', hash: 'hash-of-failure', featureHash: 'any' },
      inputCount: FAILURE_FEATURE_COUNT,
      outputCount: chances.length,
      async evaluate(features, rowCount) {
        if (features.length !== rowCount * FAILURE_FEATURE_COUNT)
          throw new Error('rows and features do not fit');
        return Float32Array.from(Array.from({ length: rowCount }, () => chances).flat());
      },
    },
  };
}
