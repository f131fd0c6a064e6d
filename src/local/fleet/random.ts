// Randomness of the simulated fleet: one stream per concern and service, so that an action, which may use up numbers of
// one stream, never changes the demand, the faults or the noise that the seed tells.

import { xoroshiro128plus, xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';

const TWO_TO_32 = 2 ** 32;
/** Numbers thrown away after seeding: the generator's first outputs still resemble the seed. */
const SKIPPED_AFTER_SEEDING = 16;

/** A source of random numbers whose state can be kept as plain data. */
export interface RandomStream {
  /** Uniform in [0, 1). */
  uniform(): number;
  /** Standard normal, from one pair of draws. */
  normal(): number;
  /** The state to continue from with `resumeStream`. */
  state(): readonly number[];
}

function streamOver(generator: RandomGenerator): RandomStream {
  const uniform = () => (generator.next() >>> 0) / TWO_TO_32;
  return {
    uniform,
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
    state: () => generator.getState(),
  };
}

/** A 32-bit hash of the seed and a name (FNV-1a, then the finalizer of MurmurHash3), so that near seeds lie far apart. */
export function hashSeed(seed: number, name: string): number {
  let hash = 0x811c9dc5 ^ seed;
  for (let index = 0; index < name.length; index += 1) {
    hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

/** The stream of one concern, for example `demand/3`. */
export function openStream(seed: number, name: string): RandomStream {
  const generator = xoroshiro128plus(hashSeed(seed, name));
  for (let skipped = 0; skipped < SKIPPED_AFTER_SEEDING; skipped += 1) generator.next();
  return streamOver(generator);
}

/** The stream that stood at `state`. */
export function resumeStream(state: readonly number[]): RandomStream {
  return streamOver(xoroshiro128plusFromState(state));
}

/** Uniform in [low, high). */
export function between(stream: RandomStream, low: number, high: number): number {
  return low + (high - low) * stream.uniform();
}

/** One of the options, all equally likely. Throws a RangeError when there is none. */
export function pick<Option>(stream: RandomStream, options: readonly Option[]): Option {
  const chosen = options[Math.floor(stream.uniform() * options.length)];
  if (chosen === undefined) throw new RangeError('Cannot pick from an empty list; give at least one option');
  return chosen;
}

/** Largest mean for which counts are drawn by the exact method; above it the normal law is close enough. */
const EXACT_POISSON_LIMIT = 30;

/** A Poisson count from exactly one uniform and one normal draw, however large the mean is. */
export function poissonCount(mean: number, uniform: number, normal: number): number {
  if (mean > EXACT_POISSON_LIMIT) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal));
  let count = 0;
  let term = Math.exp(-mean);
  let cumulated = term;
  while (uniform > cumulated && term > 0) {
    count += 1;
    term *= mean / count;
    cumulated += term;
  }
  return count;
}
