import { describe, expect, it } from 'vitest';
import {
  describeEvidence,
  describeForerunner,
  findLeadingEvidence,
  formatDuration,
  formatIndicator,
  nameIndicator,
  titleOf,
} from '#domain/incident/symptom.ts';
import { CART, CHECKOUT, evidence } from '../../builders.ts';

describe('values in words', () => {
  it.each([
    ['error-share', 0.0042, '0.4 %'],
    ['healthy-share', 0.5, '50 %'],
    ['latency-p50', 0.085, '85 ms'],
    ['latency-p99', 2.44, '2.4 s'],
    ['throughput', 120.4, '120/s'],
    ['cpu', 87.2, '87 %'],
    ['memory', 9.26, '9.3 %'],
    ['queue-age', 340.4, '340 s'],
    ['connections', 88.6, '89'],
    ['queue-depth', 1200, '1200'],
    ['value', 1234.56, '1235'],
  ] as const)('%s of %d is %s', (indicator, value, words) => {
    expect(formatIndicator(indicator, value)).toBe(words);
    expect(nameIndicator(indicator).length).toBeGreaterThan(2);
  });

  it.each([
    [45, '45 s'],
    [420, '7 min'],
    [5400, '1.5 h'],
  ])('%d seconds are %s', (seconds, words) => {
    expect(formatDuration(seconds)).toBe(words);
  });
});

describe('the title of an incident', () => {
  it('tells what users feel first, then the larger deviation', () => {
    const found = [
      evidence({ indicator: 'cpu', deviation: 30 }),
      evidence({ indicator: 'error-share', deviation: 5 }),
      evidence({ indicator: 'latency-p99', deviation: 9, value: 2.4, lower: -0.1, upper: 0.7 }),
    ];

    expect(findLeadingEvidence(found)?.indicator).toBe('latency-p99');
    expect(titleOf(CHECKOUT, found)).toBe('checkout: p99 latency 2.4 s against 0 ms to 700 ms expected');
  });

  it('says what is known to come before it', () => {
    const known = { serviceId: CART, indicator: 'queue-age', usualMinutes: 4, support: 8 } as const;

    expect(describeForerunner({ ...known, minutesBefore: 5, confidence: 0.8 })).toBe(
      '5 min after cart: age of the oldest message, as in 80 % of the times',
    );
  });

  it('says that somebody asked where there is no evidence', () => {
    expect(titleOf(CHECKOUT, [])).toBe('checkout: recovery asked for');
    expect(describeEvidence(evidence())).toBe('error share 21 % against 0 % to 1 % expected');
  });
});
