// A steady rise: how long, and how far, a quantity climbed without falling back. The mark of a leak, which load does
// not leave: demand goes up and down again.

import { medianOf } from '#domain/baseline/robust.ts';
import { type Instant, secondsBetween } from '#domain/ids.ts';

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
}

/**
 * The climb to the highest value, and the time it took from a tenth to nine tenths of the way: short for a step, long for
 * a leak. From and to are the same where nothing climbed. Undefined without samples.
 */
export function findSteadyRise(samples: readonly Sample[]): Rise | undefined {
  const buckets = bucketsOf(samples);
  const values = buckets.map(({ value }) => value);
  const top = values.lastIndexOf(Math.max(...values));
  const before = buckets.slice(0, top + 1);
  const from = Math.min(...values.slice(0, top + 1));
  const end = before.at(-1);
  if (!end) return undefined;
  const climb = end.value - from;
  const start = before.findLast(({ value }) => value <= from + RISE_FROM * climb) ?? end;
  const reached = before.find(({ at, value }) => at >= start.at && value >= from + RISE_TO * climb) ?? end;
  return { from, to: end.value, minutes: secondsBetween(start.at, reached.at) / 60 };
}

function bucketsOf(samples: readonly Sample[]): readonly Sample[] {
  const buckets: Sample[] = [];
  for (let first = 0; first < samples.length; first += BUCKET_MINUTES) {
    const part = samples.slice(first, first + BUCKET_MINUTES);
    buckets.push({
      at: (part[0] ?? { at: 0 as Instant }).at,
      value: medianOf(part.map(({ value }) => value)),
    });
  }
  return buckets;
}
