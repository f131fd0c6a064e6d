import { describe, expect, it } from 'vitest';
import { AttemptResult } from '#domain/outcome/outcome.ts';
import { countAttempts, findTrackRecord, successProbability } from '#domain/outcome/track-record.ts';
import { attempt } from '../../builders.ts';

describe('the track record', () => {
  it('counts only attempts that were judged', () => {
    const counted = AttemptResult.options.map((result) => {
      const [record] = countAttempts([attempt({ result })]);
      return [result, record && record.successes - record.failures];
    });

    expect(Object.fromEntries(counted)).toEqual({
      recovered: 1,
      'not-recovered': -1,
      worse: -1,
      blind: undefined,
      refused: undefined,
      denied: undefined,
      expired: undefined,
    });
  });

  it('does not count an attempt that changed nothing', () => {
    expect(countAttempts([attempt({ result: 'recovered', mutated: false })])).toEqual([]);
  });

  it('is found by strategy and failure type together', () => {
    const record = {
      strategy: 'instance-scaling',
      failureType: 'capacity-shortage',
      successes: 3,
      failures: 1,
    } as const;

    expect(findTrackRecord([record], 'instance-scaling', 'capacity-shortage')).toBe(record);
    expect(findTrackRecord([record], 'instance-scaling', 'memory-leak')).toBeUndefined();
    expect(findTrackRecord([record], 'service-restart', 'capacity-shortage')).toBeUndefined();
  });
});

describe('the probability that a strategy works', () => {
  const prior = { successes: 3, failures: 1 };
  const record = { strategy: 'instance-scaling', failureType: 'capacity-shortage' } as const;

  it('is the prior as long as there is no experience', () => {
    expect(successProbability(prior, undefined)).toBe(0.75);
  });

  it('follows experience', () => {
    expect(successProbability(prior, { ...record, successes: 4, failures: 0 })).toBe(7 / 8);
    expect(successProbability(prior, { ...record, successes: 0, failures: 4 })).toBe(3 / 8);
  });
});
