// What each indicator of an ill service must come back to: the band it had when the incident joined it, but never
// tighter than what users notice.

import { type Evidence, headsForLimit } from '#domain/anomaly/anomaly.ts';
import type { HealthRecord } from '#domain/health/health.ts';
import { type IndicatorName, isUserVisible } from '#domain/signal/indicator.ts';

export interface Limit {
  readonly indicator: IndicatorName;
  readonly value: number;
  /** The side on which it is broken. */
  readonly direction: 'above' | 'below';
  /** A minute in which the indicator is missing says nothing; for the others it may be missing. */
  readonly isRequired: boolean;
}

/** `unknown`: the minute says nothing either way. */
export type MinuteQuality = 'good' | 'bad' | 'unknown';

/** Nobody notices less: two in a hundred failures, 100 ms or half as slow again, a minute of waiting, one target of eight. */
const ERROR_SHARE_FLOOR = 0.02;
const LATENCY_FLOOR_SECONDS = 0.1;
const LATENCY_FLOOR_FACTOR = 1.5;
const QUEUE_AGE_FLOOR_SECONDS = 60;
const HEALTHY_SHARE_FLOOR = 0.88;
/** What was climbing towards a limit must have come down by a tenth: a pause of the climb is no recovery. */
const TREND_FACTOR = 0.9;
/** Without evidence on errors, a recovery may still not leave more than one in twenty. */
const ANY_ERROR_SHARE: Limit = {
  indicator: 'error-share',
  value: 0.05,
  direction: 'above',
  isRequired: false,
};

/** The limits of one service: of what users feel and of what was climbing when the incident joined it. */
export function limitsOf(evidence: readonly Evidence[]): readonly Limit[] {
  const limits = [
    ...evidence.map(limitOf).filter((limit) => limit !== undefined),
    ...evidence.flatMap(ruledLimits),
  ];
  const hasErrors = limits.some(({ indicator }) => indicator === 'error-share');
  return hasErrors ? limits : [...limits, ANY_ERROR_SHARE];
}

/** What an owner has made a rule of must be kept again, be it ever so tight. */
function ruledLimits({ indicator, rules = [] }: Evidence): readonly Limit[] {
  return rules.map(({ direction, limit }) => ({ indicator, value: limit, direction, isRequired: true }));
}

function limitOf(evidence: Evidence): Limit | undefined {
  const { indicator, direction, detectors } = evidence;
  const isClimbing = headsForLimit(evidence);
  const isUsual = detectors.every((detector) => detector === 'rule' || detector === 'pattern');
  if (isUsual || (!isClimbing && !isUserVisible(indicator))) return undefined;
  const edge = noticeableEdge(evidence);
  const value = isClimbing ? Math.min(edge, evidence.value * TREND_FACTOR) : edge;
  return { indicator, value, direction, isRequired: true };
}

function noticeableEdge({ indicator, upper, lower, expected, direction }: Evidence): number {
  switch (indicator) {
    case 'error-share':
      return Math.max(upper, ERROR_SHARE_FLOOR);
    case 'latency-p50':
    case 'latency-p99':
      return Math.max(upper, expected * LATENCY_FLOOR_FACTOR, expected + LATENCY_FLOOR_SECONDS);
    case 'queue-age':
      return Math.max(upper, QUEUE_AGE_FLOOR_SECONDS);
    case 'healthy-share':
      return Math.min(lower, HEALTHY_SHARE_FLOOR);
    default:
      return direction === 'above' ? upper : lower;
  }
}

/** Whether one minute of a service lies within its limits. */
export function judgeMinute({ state, indicators }: HealthRecord, limits: readonly Limit[]): MinuteQuality {
  if (state === 'unknown') return 'unknown';
  const isBroken = limits.some((limit) => excessOf(indicators[limit.indicator], limit) > 1);
  if (isBroken) return 'bad';
  const isMissing = limits.some((limit) => limit.isRequired && indicators[limit.indicator] === undefined);
  return isMissing ? 'unknown' : 'good';
}

/** How many times its limit the worst indicator of a minute stands at: above 1 is broken. */
export function worstExcess({ indicators }: HealthRecord, limits: readonly Limit[]): number {
  return Math.max(0, ...limits.map((limit) => excessOf(indicators[limit.indicator], limit)));
}

/** Shares of healthy targets can reach 0; what stands below is then this many times broken. */
const WORST_EXCESS = 100;

function excessOf(value: number | undefined, { value: limit, direction }: Limit): number {
  if (value === undefined) return 0;
  if (direction === 'above') return Math.min(WORST_EXCESS, value / Math.max(limit, Number.EPSILON));
  return value <= limit / WORST_EXCESS ? WORST_EXCESS : limit / value;
}
