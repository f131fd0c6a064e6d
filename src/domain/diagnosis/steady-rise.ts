// A steady rise: how long, and how far, a quantity climbed without falling back. The mark of a leak, which load does
// not leave: demand goes up and down again.

import { medianOf } from '#domain/baseline/robust.ts';
import { type Instant, secondsBetween } from '#domain/ids.ts';

/** One value a minute is smoothed over so many minutes: garbage collection and caches saw at this scale. */
const BUCKET_MINUTES = 5;

/** A dip of this part of the climb so far is noise, not its beginning. */
const NOISE_SHARE = 0.25;

export interface Sample {
  readonly at: Instant;
  readonly value: number;
}

export interface Rise {
  readonly from: number;
  readonly to: number;
  readonly minutes: number;
}

/** The climb that ends at the highest value; from and to are the same where nothing climbed. Undefined without samples. */
export function findSteadyRise(samples: readonly Sample[]): Rise | undefined {
  const buckets = bucketsOf(samples);
  const top = buckets.reduce(
    (best, { value }, index) => (value >= (buckets[best]?.value ?? 0) ? index : best),
    0,
  );
  const end = buckets[top];
  if (!end) return undefined;
  let start = end;
  for (const bucket of buckets.slice(0, top).reverse()) {
    if (bucket.value > start.value + NOISE_SHARE * (end.value - start.value)) break;
    if (bucket.value <= start.value) start = bucket;
  }
  return { from: start.value, to: end.value, minutes: secondsBetween(start.at, end.at) / 60 };
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
