import { expect, it } from 'vitest';
import { DEFAULT_DETECTION_SETTINGS } from '#domain/detection/settings.ts';
import { type LimitedIndicator, limitOfIndicator } from '#domain/failure/indicator-limits.ts';

const { trends } = DEFAULT_DETECTION_SETTINGS;

it.each<[LimitedIndicator, number, unknown]>([
  ['memory', 40, { limit: trends.memoryLimit, isKnown: true }],
  ['queue-age', 5, { limit: trends.queueAgeLimit, isKnown: true }],
  ['cpu', 30, { limit: trends.cpuLimit, isKnown: false }],
  ['connections', 50, { limit: 50 * trends.assumedReserve, isKnown: false }],
  ['connections', 0, undefined],
])('the limit of %s that is usually at %d is %o', (indicator, usual, limit) => {
  expect(limitOfIndicator(indicator, usual, trends)).toEqual(limit);
});
