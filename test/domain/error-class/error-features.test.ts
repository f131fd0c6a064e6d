import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ERROR_FEATURE_COUNT,
  ERROR_FEATURE_NAMES,
  errorFeatures,
} from '#domain/error-class/error-features.ts';

const likeness = (one: Float32Array, other: Float32Array) =>
  one.reduce((sum, value, place) => sum + value * (other[place] ?? 0), 0);

describe('the features of an error', () => {
  it('are a row of length one for any text, and of zeros for one without words', () => {
    fc.assert(
      fc.property(fc.string(), fc.option(fc.string(), { nil: undefined }), (message, code) => {
        const row = errorFeatures({ message, ...(code !== undefined && { code }) });
        const length = Math.hypot(...row);

        expect(row).toHaveLength(ERROR_FEATURE_COUNT);
        expect(length === 0 || Math.abs(length - 1) < 1e-5).toBe(true);
      }),
    );
    expect(errorFeatures({ message: '42' }).every((value) => value === 0)).toBe(true);
    expect(ERROR_FEATURE_NAMES).toHaveLength(ERROR_FEATURE_COUNT);
  });

  it('do not depend on ids and numbers', () => {
    const one = errorFeatures({ message: 'job 17 of 0f8fad5b-d9cb-469f-a165-70867728950e failed' });
    const other = errorFeatures({ message: 'job 99182 of 7c9e6679-7425-40de-944b-e07fc1f90ae7 failed' });

    expect([...one]).toEqual([...other]);
  });

  it('take names apart, so that like ones are alike', () => {
    const timeout = errorFeatures({ message: 'ConnectTimeoutException' });

    const [near, far] = ['connect timeout', 'permission denied'].map((message) =>
      likeness(timeout, errorFeatures({ message })),
    );

    expect(near).toBeGreaterThan(2 * (far ?? 1));
  });

  it('hear code and source', () => {
    const [bare, withCode, withSource] = [{}, { code: '503' }, { source: 'postgres' }].map((more) =>
      errorFeatures({ message: 'failed', ...more }),
    );

    expect(withCode).not.toEqual(bare);
    expect(withSource).not.toEqual(bare);
  });
});
