import { describe, expect, it } from 'vitest';
import { type RecoveryRecord, summarizeAttempts } from '#domain/outcome/attempts.ts';
import { findTrackRecord, successProbability } from '#domain/outcome/track-record.ts';
import { approval, capture, plan, verification } from '../../builders.ts';

const did = [capture({ result: 'applied' })];

function summarize(record: Partial<RecoveryRecord>) {
  return summarizeAttempts({
    plans: [plan()],
    approvals: [],
    verifications: [],
    capturesOf: () => did,
    ...record,
  });
}

describe('an attempt', () => {
  it.each([
    ['recovered', 'recovered'],
    ['improving', 'not-recovered'],
    ['worse', 'worse'],
    ['blind', 'blind'],
  ] as const)('that was last seen %s went %s', (verdict, result) => {
    const verifications = [verification({ verdict: 'not-recovered' }), verification({ verdict })];

    expect(summarize({ verifications })).toMatchObject([{ result, mutated: true }]);
  });

  it('gets no credit for what is seen after it was taken back', () => {
    const verifications = [verification({ verdict: 'worse' }), verification({ phase: 'after-rollback' })];

    expect(summarize({ verifications })).toMatchObject([{ result: 'worse' }]);
  });

  it('was blind when nobody looked', () => {
    expect(summarize({})).toMatchObject([{ result: 'blind', mutated: true }]);
  });

  it.each([
    ['denied', 'denied'],
    ['expired', 'expired'],
    ['granted', 'refused'],
  ] as const)('that changed nothing after its approval was %s is %s', (status, result) => {
    const capturesOf = () => [capture({ result: 'refused' })];

    expect(summarize({ approvals: [approval({ status })], capturesOf })).toMatchObject([
      { result, mutated: false },
    ]);
  });

  it('is counted by its last plan; what was only shown is none', () => {
    const plans = [
      plan({ summary: 'first' }),
      plan({ strategy: 'service-restart' }),
      plan({ attempt: 2, mode: 'suggest' }),
      plan({ attempt: 3, actions: [] }),
    ];

    expect(summarize({ plans, capturesOf: () => [] })).toMatchObject([
      { strategy: 'service-restart', result: 'refused' },
    ]);
  });
});

describe('the chance of success', () => {
  const prior = { successes: 3, failures: 1 };

  it('is the prior before any experience, and follows it after', () => {
    const record = {
      strategy: 'service-restart',
      failureType: 'memory-leak',
      successes: 0,
      failures: 4,
    } as const;

    expect(successProbability(prior, undefined)).toBe(0.75);
    expect(successProbability(prior, record)).toBe(0.375);
    expect(findTrackRecord([record], 'service-restart', 'memory-leak')).toBe(record);
    expect(findTrackRecord([record], 'service-restart', 'bad-task')).toBeUndefined();
  });
});
