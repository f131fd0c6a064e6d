// The limits of one service's indicators, as far as they are known or can be presumed. A known limit is the resource's own;
// a presumed one may only warn, for passing it has harmed nobody yet.

import type { DetectionSettings } from '#domain/detection/settings.ts';
import type { IndicatorName } from '#domain/signal/indicator.ts';
import type { SignalName } from '#domain/signal/signal.ts';

/** The indicators that fill up; each is a signal of the same name. */
export const LIMITED_INDICATORS = [
  'cpu',
  'memory',
  'connections',
  'queue-age',
] as const satisfies readonly (IndicatorName & SignalName)[];
export type LimitedIndicator = (typeof LIMITED_INDICATORS)[number];

/** In the unit of the indicator. */
export interface IndicatorLimit {
  readonly limit: number;
  readonly isKnown: boolean;
}

/** The limit of an indicator that is usually at `usual`; undefined where it is at nothing, and so says nothing of a limit. */
export function limitOfIndicator(
  indicator: LimitedIndicator,
  usual: number,
  trends: DetectionSettings['trends'],
): IndicatorLimit | undefined {
  switch (indicator) {
    case 'memory':
      return { limit: trends.memoryLimit, isKnown: true };
    case 'queue-age':
      return { limit: trends.queueAgeLimit, isKnown: true };
    case 'cpu':
      return { limit: trends.cpuLimit, isKnown: false };
    case 'connections':
      return usual > 0 ? { limit: trends.assumedReserve * usual, isKnown: false } : undefined;
  }
}
