// An indicator is what a service is judged by: a signal as read, or a ratio of two. User-visible indicators decide
// whether there is an incident and whether a recovery worked; the others explain.

import * as z from 'zod/mini';

export const IndicatorName = z.enum([
  'error-share',
  'latency-p50',
  'latency-p99',
  'throughput',
  'healthy-share',
  'cpu',
  'memory',
  'connections',
  'queue-age',
  'queue-depth',
  /** A recorded number of which only the course is known. */
  'value',
]);
export type IndicatorName = z.infer<typeof IndicatorName>;

/** What a user of the service feels. */
export const USER_VISIBLE_INDICATORS: readonly IndicatorName[] = [
  'error-share',
  'latency-p99',
  'healthy-share',
  'queue-age',
  'value',
];

/** Whether an indicator measures what a user of the service feels. */
export function isUserVisible(indicator: IndicatorName): boolean {
  return USER_VISIBLE_INDICATORS.includes(indicator);
}

/** The values of one service's indicators in one minute; an absent one is unknown, never zero. */
export const IndicatorValues = z.partialRecord(IndicatorName, z.number());
export type IndicatorValues = z.infer<typeof IndicatorValues>;
