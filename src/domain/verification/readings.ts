// What a verification shows: each limited indicator before the act, now, and its limit, as values and in words.

import { medianValues } from '#domain/diagnosis/facts.ts';
import { type Instant, secondsAfter } from '#domain/ids.ts';
import { formatIndicator, nameIndicator } from '#domain/incident/symptom.ts';
import type { ServiceView } from '#domain/verification/judge.ts';
import type { Verification } from '#domain/verification/verification.ts';

type Reading = Verification['readings'][number];

const BEFORE_SECONDS = 300;
const NOW_MINUTES = 3;

/** The readings of one service: medians of five minutes before the act and of the last three since. */
export function readingsOf({ health, limits }: ServiceView, actAt: Instant): readonly Reading[] {
  const from = secondsAfter(actAt, -BEFORE_SECONDS);
  const before = medianValues(health.filter(({ at }) => at >= from && at < actAt));
  const now = medianValues(health.filter(({ at }) => at >= actAt).slice(-NOW_MINUTES));
  return limits.map(({ indicator, value }) => ({
    indicator,
    before: before[indicator],
    now: now[indicator],
    limit: value,
  }));
}

/** One reading: `p99 latency 2.4 s -> 350 ms (limit 700 ms)`. */
export function describeReading({ indicator, before, now, limit }: Reading): string {
  const [was, is, bound] = [before, now, limit].map((value) =>
    value === undefined ? 'unknown' : formatIndicator(indicator, value),
  );
  return `${nameIndicator(indicator)} ${was} -> ${is} (limit ${bound})`;
}
