// The verdict on a recovery: from the minutes since the act and, for comparison, those before it. Better and worse are
// judged by change, not by level: an ill service is ill before the act as well (B28).

import { medianOf } from '#domain/baseline/robust.ts';
import type { HealthRecord } from '#domain/health/health.ts';
import { type Instant, type ServiceId, secondsAfter, secondsBetween } from '#domain/ids.ts';
import { judgeMinute, type Limit, worstExcess } from '#domain/verification/limits.ts';
import type { VerificationVerdict } from '#domain/verification/verification.ts';

/** One metric period. */
const MINUTE_SECONDS = 60;
/** Minutes before the act that stand for "before". */
const BEFORE_SECONDS = 300;
/** Minutes of which the median is "now". */
const NOW_MINUTES = 3;
/** A rolling deployment may hurt for a moment; four minutes in a row are no moment. */
const WORSE_MINUTES = 4;
/** Twice as far beyond the limit as before the act is worse, beyond what noise and a growing fault do in minutes. */
const WORSE_FACTOR = 2;
/** A fifth less than before is improvement. */
const BETTER_FACTOR = 0.8;
/** Late or lost minutes that may lie between good ones "in a row". */
const GAP_MINUTES = 2;

export interface ServiceView {
  readonly serviceId: ServiceId;
  /** Oldest first, from some minutes before the act until now. */
  readonly health: readonly HealthRecord[];
  readonly limits: readonly Limit[];
}

export interface JudgeTiming {
  readonly now: Instant;
  /** The act whose effect is judged, or the onset while nothing has been done. */
  readonly actAt: Instant;
  readonly goodMinutes: number;
  readonly maxDataAgeSeconds: number;
}

/** The verdict over all services: as good as the worst of them, and blind when one of them cannot be seen. */
export function judgeRecovery(views: readonly ServiceView[], timing: JudgeTiming): VerificationVerdict {
  const verdicts = views.map((view) => judgeService(view, timing));
  const order = ['worse', 'blind', 'not-recovered', 'improving'] as const;
  return order.find((verdict) => verdicts.includes(verdict)) ?? 'recovered';
}

/** The verdict on one service. Too little since the act to say anything counts as not recovered yet. */
export function judgeService({ health, limits }: ServiceView, timing: JudgeTiming): VerificationVerdict {
  const known = health.filter((record) => judgeMinute(record, limits) !== 'unknown');
  const since = known.filter(({ at }) => at >= timing.actAt);
  if (isStale(known, timing)) return 'blind';
  if (hasGoodRun(since, limits, timing.goodMinutes)) return 'recovered';
  const before = excessBefore(known, limits, timing.actAt);
  if (isWorse(since, limits, before)) return 'worse';
  const now = since.slice(-NOW_MINUTES).map((record) => worstExcess(record, limits));
  return now.length === NOW_MINUTES && medianOf(now) < before * BETTER_FACTOR ? 'improving' : 'not-recovered';
}

/** Whether the newest minutes are good, as many in a row as asked for, with small gaps at most. */
export function hasGoodRun(
  known: readonly HealthRecord[],
  limits: readonly Limit[],
  goodMinutes: number,
): boolean {
  const [first, ...rest] = known.slice(-goodMinutes);
  const last = rest.at(-1) ?? first;
  if (!first || !last || rest.length + 1 < goodMinutes) return false;
  const isTight = secondsBetween(first.at, last.at) <= (goodMinutes - 1 + GAP_MINUTES) * MINUTE_SECONDS;
  return isTight && [first, ...rest].every((record) => judgeMinute(record, limits) === 'good');
}

/** Whether the newest minute that says anything is too old to judge by. */
export function isStale(
  known: readonly HealthRecord[],
  { now, maxDataAgeSeconds }: Pick<JudgeTiming, 'now' | 'maxDataAgeSeconds'>,
): boolean {
  const newest = known.at(-1);
  return !newest || secondsBetween(newest.at, now) > maxDataAgeSeconds;
}

function excessBefore(known: readonly HealthRecord[], limits: readonly Limit[], actAt: Instant): number {
  const from = secondsAfter(actAt, -BEFORE_SECONDS);
  const before = known.filter(({ at }) => at >= from && at < actAt);
  return medianOf(before.map((record) => worstExcess(record, limits)));
}

function isWorse(since: readonly HealthRecord[], limits: readonly Limit[], before: number): boolean {
  const last = since.slice(-WORSE_MINUTES);
  const bar = WORSE_FACTOR * Math.max(before, 1);
  return last.length === WORSE_MINUTES && last.every((record) => worstExcess(record, limits) > bar);
}
