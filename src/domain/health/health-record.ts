// The health record of one service and minute (M22), put together from its reading, its state and its history.

import { roundToPacked } from '#domain/baseline/packed-numbers.ts';
import { theilSenSlope } from '#domain/baseline/robust.ts';
import type { HealthRecord } from '#domain/health/health.ts';
import type { HealthTracking } from '#domain/health/health-state.ts';
import { isSliding } from '#domain/health/slide.ts';
import type { Instant, ServiceId } from '#domain/ids.ts';
import type { MinuteReading } from '#domain/signal/minute-reading.ts';

/** Minutes that trends are taken over: half an hour. */
export const TREND_MINUTES = 30;
/** A slope through fewer values says nothing. */
const LEAST_TREND_VALUES = 5;
const MINUTES_PER_HOUR = 60;

export interface HealthFacts {
  readonly serviceId: ServiceId;
  readonly reading: MinuteReading;
  readonly score: number | undefined;
  /** Scores of the last half hour, one a minute, oldest first. */
  readonly scores: readonly number[];
  /** Error shares of the last half hour. */
  readonly errorShares: readonly number[];
  /** See `learnFall`; before this minute. */
  readonly usualFall?: number | undefined;
  readonly tracking: HealthTracking;
  readonly consecutiveFailures: number;
  readonly predictedFailureAt?: Instant | undefined;
  readonly baselineProgress: number;
}

/** The record; whatever is unknown is absent from it. */
export function buildHealthRecord(facts: HealthFacts): HealthRecord {
  const { reading, tracking, predictedFailureAt } = facts;
  const { indicators, percentiles } = reading;
  const scoreTrendPerHour = trendPerHour(facts.scores);
  return definedOnly({
    serviceId: facts.serviceId,
    at: reading.at,
    latencyP50: indicators['latency-p50'],
    latencyP90: percentiles.p90,
    latencyP95: percentiles.p95,
    latencyP99: indicators['latency-p99'],
    latencyP999: percentiles.p999,
    errorShare: indicators['error-share'],
    errorTrendPerHour: trendPerHour(facts.errorShares),
    cpu: indicators.cpu,
    memory: indicators.memory,
    connections: indicators.connections,
    throughput: indicators.throughput,
    score: tracking.state === 'unknown' ? undefined : facts.score,
    scoreTrendPerHour,
    isSliding: isSliding(facts.usualFall, scoreTrendPerHour) || undefined,
    state: tracking.state,
    consecutiveFailures: facts.consecutiveFailures,
    predictedFailureAt,
    baselineProgress: facts.baselineProgress,
    indicators,
  });
}

/** Robust change per hour of values one a minute; unknown while there are too few. */
export function trendPerHour(values: readonly number[]): number | undefined {
  const last = values.slice(-TREND_MINUTES);
  return last.length < LEAST_TREND_VALUES ? undefined : MINUTES_PER_HOUR * theilSenSlope(last);
}

/** The history with one more score, no longer than trends need. */
export function rememberScore(scores: readonly number[], score: number | undefined): readonly number[] {
  return score === undefined ? scores : [...scores, roundToPacked(score, 'long')].slice(-TREND_MINUTES);
}

type DefinedOnly<Fields> = {
  [Name in keyof Fields as undefined extends Fields[Name] ? never : Name]: Fields[Name];
} & {
  [Name in keyof Fields as undefined extends Fields[Name] ? Name : never]?: Exclude<Fields[Name], undefined>;
};

function definedOnly<Fields extends object>(fields: Fields): DefinedOnly<Fields> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as DefinedOnly<Fields>;
}
