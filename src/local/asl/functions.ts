// Functions that Step Functions adds to JSONata, and those whose result must not depend on the machine's clock or dice.

import { createHash } from 'node:crypto';
import jsonata from 'jsonata';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { groupsOf } from '#domain/groups.ts';
import type { Instant } from '#domain/ids.ts';

/** Numbers from 0 up to, not including, 1. */
export type RandomStream = () => number;

/** The most values `$range` makes (Step Functions quota). */
const MAX_RANGE = 1000;

const HASHES: Readonly<Record<string, string>> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
};

/** Functions of Step Functions in JSONata, and of JSONata itself without `$eval`. */
export const FUNCTION_NAMES: ReadonlySet<string> = new Set(
  `partition range hash random uuid parse
   sum count max min average string substring substringBefore substringAfter lowercase uppercase length trim pad match
   contains replace split join formatNumber formatBase formatInteger parseInteger number floor ceil round abs sqrt
   power boolean not map zip filter single reduce sift keys lookup append exists spread merge reverse each error
   assert type sort shuffle distinct base64encode base64decode encodeUrlComponent encodeUrl decodeUrlComponent
   decodeUrl toMillis fromMillis clone now millis`.split(/\s+/),
);

const formatInstant = jsonata('$fromMillis($instant, $picture, $timezone)');

/** The functions to evaluate with at one moment. `$now` and `$millis` read `now`; `$random` and `$uuid` draw from `random`. */
export function makeFunctions(now: Instant, random: RandomStream): Readonly<Record<string, unknown>> {
  return {
    partition,
    range,
    hash,
    parse: (text: string) => JSON.parse(text),
    random: (seed?: number) => (seed === undefined ? random() : uniformFloat64(xoroshiro128plus(seed))),
    shuffle: (values: readonly unknown[]) => shuffle(values, random),
    uuid: () => makeUuid(random),
    millis: () => now,
    now: (picture?: string, timezone?: string) =>
      formatInstant.evaluate(undefined, { instant: now, picture, timezone }),
  };
}

function partition(values: unknown, size: unknown): readonly (readonly unknown[])[] {
  if (!Array.isArray(values) || !isPositiveInteger(size)) {
    throw new Error('$partition takes an array and a positive integer');
  }
  return groupsOf(values, size);
}

function isPositiveInteger(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) > 0;
}

function range(first: number, last: number, step: number): number[] {
  if (![first, last, step].every(Number.isFinite) || step === 0) {
    throw new Error('$range takes first, last and a step that is not 0');
  }
  const count = Math.max(0, Math.floor((last - first) / step) + 1);
  if (count > MAX_RANGE)
    throw new Error(`$range makes at most ${MAX_RANGE} values: it was asked for ${count}`);
  return Array.from({ length: count }, (_, index) => first + index * step);
}

function hash(data: unknown, algorithm: string): string {
  const name = HASHES[algorithm];
  if (name === undefined) throw new Error(`$hash knows ${Object.keys(HASHES).join(', ')}: not ${algorithm}`);
  const text = typeof data === 'string' ? data : JSON.stringify(data);
  return createHash(name).update(text).digest('hex');
}

/** Fisher and Yates: JSONata's own draws from the machine's dice. */
function shuffle(values: readonly unknown[], random: RandomStream): unknown[] {
  const shuffled = [...values];
  for (let last = shuffled.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [shuffled[last], shuffled[other]] = [shuffled[other], shuffled[last]];
  }
  return shuffled;
}

/** A version 4 UUID (RFC 9562) of the stream's numbers. */
function makeUuid(random: RandomStream): string {
  const digits = 'xxxxxxxx-xxxx-4xxx-vxxx-xxxxxxxxxxxx';
  return digits.replaceAll(/[xv]/g, (kind) => {
    const digit = Math.floor(random() * 16);
    return (kind === 'v' ? 8 + (digit % 4) : digit).toString(16);
  });
}
