import { expect, it } from 'vitest';
import { classifyError } from '#application/classify-error.ts';
import { ERROR_SCORE_COUNT, ErrorCategory } from '#domain/error-class/error-class.ts';
import { ERROR_FEATURE_COUNT } from '#domain/error-class/error-features.ts';

it('classifies an error by the scores of the model', async () => {
  const model = {
    info: { name: 'text', hash: 'abc', featureHash: 'def' },
    inputCount: ERROR_FEATURE_COUNT,
    outputCount: ERROR_SCORE_COUNT,
    evaluate: async () =>
      Float32Array.from({ length: ERROR_SCORE_COUNT }, (_, place) =>
        place === ErrorCategory.options.indexOf('throttling') ? 5 : 0,
      ),
  };

  const found = await classifyError(model, { message: 'rate exceeded' });

  expect(found.category).toBe('throttling');
  expect(found.severity).toBe('fatal');
  expect(found.severityConfidence).toBeCloseTo(0.2);
});
