// Randomness that can be repeated: a stream of numbers for every key, so that a resumed execution draws what the killed
// one would have drawn.

import { createHash } from 'node:crypto';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomStream } from './functions.ts';

/** Streams that depend on the seed and their key only. */
export function makeRandomStreams(seed: number): (key: string) => RandomStream {
  return (key) => {
    const digest = createHash('sha256').update(`${seed}/${key}`).digest();
    const generator = xoroshiro128plus(digest.readInt32BE());
    return () => uniformFloat64(generator);
  };
}
