// All that is remembered of one service between two ticks: its series, and what was judged of its last minutes.
// Plain JSON of constant size. `observeMinute` moves the first part, `judgeMinute` the second.

import type { SeriesState } from '#domain/baseline/series-state.ts';
import type { JointMemory } from '#domain/detection/joint-guard.ts';
import type { RuleRuns } from '#domain/detection/obey-rules.ts';
import type { Persistence } from '#domain/detection/persistence.ts';
import { type HealthTracking, UNKNOWN_HEALTH } from '#domain/health/health-state.ts';
import type { Instant, ServiceId } from '#domain/ids.ts';
import type { IndicatorName } from '#domain/signal/indicator.ts';

export interface ServiceWatch {
  readonly serviceId: ServiceId;
  /** Grows with every observed minute; a writer that read an older one is refused. */
  readonly version: number;
  /** The newest minute taken in; older ones are ignored. */
  readonly observedAt?: Instant;
  readonly series: Readonly<Partial<Record<IndicatorName, SeriesState>>>;
  /** What its indicators usually do together; absent before the first minute. */
  readonly joint?: JointMemory;
  readonly verdict: WatchVerdict;
}

export interface WatchVerdict {
  readonly persistence: Readonly<Partial<Record<IndicatorName, Persistence>>>;
  /** What the model says of each indicator by habit (anomaly-score.ts). */
  readonly tails: Readonly<Partial<Record<IndicatorName, number>>>;
  readonly consecutiveFailures: number;
  readonly health: HealthTracking;
  /** Scores of the last half hour, oldest first. */
  readonly scores: readonly number[];
  /** How fast the score falls at most in 99 of 100 minutes, an hour; absent before it fell faster than the least. */
  readonly usualFall?: number;
  /** How long rules of the owner's have been broken; absent where there are none. */
  readonly ruleRuns?: RuleRuns;
  /** The last minute in which something that users feel was known. */
  readonly seenAt?: Instant;
}

/** A service of which nothing is known yet. */
export function createWatch(serviceId: ServiceId): ServiceWatch {
  return {
    serviceId,
    version: 0,
    series: {},
    verdict: { persistence: {}, tails: {}, consecutiveFailures: 0, health: UNKNOWN_HEALTH, scores: [] },
  };
}
