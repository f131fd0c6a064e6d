// A steady rise: how long, and how far, a quantity climbed without falling back. The mark of a leak, which load does
// not leave: demand goes up and down again.

import { medianOf } from '#domain/baseline/robust.ts';
import { Instant, secondsBetween } from '#domain/ids.ts';

/** One value a minute is smoothed over so many minutes: garbage collection and caches saw at this scale. */
const BUCKET_MINUTES = 5;

/** Rise time is counted between these parts of the climb, as in control engineering: plateaus before and after it are none. */
const RISE_FROM = 0.1;
const RISE_TO = 0.9;

export interface Sample {
  readonly at: Instant;
  readonly value: number;
}

export interface Rise {
  readonly from: number;
  readonly to: number;
  readonly minutes: number;
  /** When a tenth of the way was left behind. */
  readonly startedAt: Instant;
}

/**
 * The climb to the highest value, and the time it took from a tenth to nine tenths of the way: short for a step, long for
 * a leak. From and to are the same where nothing climbed. Undefined without samples.
 */
export function findSteadyRise(samples: readonly Sample[]): Rise | undefined {
  const buckets = bucketsOf(samples);
  const highest = Math.max(...buckets.map(({ value }) => value));
  const end = buckets.findLast(({ value }) => value === highest);
  if (!end) return undefined;
  const climb = buckets.filter(({ at }) => at <= end.at);
  const from = Math.min(...climb.map(({ value }) => value));
  const height = end.value - from;
  const low = climb.filter(({ value }) => value <= from + RISE_FROM * height).map(({ at }) => at);
  const startedAt = Instant.parse(Math.max(...low));
  const reached = climb.filter(({ at, value }) => at >= startedAt && value >= from + RISE_TO * height);
  const reachedAt = Instant.parse(Math.min(...reached.map(({ at }) => at)));
  return { from, to: end.value, minutes: secondsBetween(startedAt, reachedAt) / 60, startedAt };
}

function bucketsOf(samples: readonly Sample[]): readonly Sample[] {
  const values = samples.map(({ value }) => value);
  return samples
    .map(({ at }, index) => ({
      at,
      value: medianOf(values, { from: index, to: Math.min(index + BUCKET_MINUTES, values.length) }),
    }))
    .filter((_bucket, index) => index % BUCKET_MINUTES === 0);
}
