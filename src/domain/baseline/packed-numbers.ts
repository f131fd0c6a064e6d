// Numbers in fixed-width text: the upper 18 or 24 bits of a 32-bit float as 3 or 4 base64url characters. State kept
// this way is constant in size and half as long as JSON numbers.

import { numberAt } from '#domain/baseline/number-at.ts';

/** `short` keeps 9 bits of mantissa (0.1 %), `long` 15 bits (0.002 %). */
export type PackedWidth = 'short' | 'long';

/** Characters of each number, and bits of the float that do not fit into them. */
const LAYOUTS = {
  short: { characters: 3, dropped: 14 },
  long: { characters: 4, dropped: 8 },
} as const satisfies Record<PackedWidth, { characters: number; dropped: number }>;

const BITS_PER_CHARACTER = 6;
const CHARACTER_MASK = (1 << BITS_PER_CHARACTER) - 1;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const CHARACTERS = Uint8Array.from(ALPHABET, (character) => character.charCodeAt(0));
/** Of each character code what it stands for; -1 where it is none of the alphabet. */
const CODES = new Int8Array(128).fill(-1);
for (const [code, character] of CHARACTERS.entries()) CODES[character] = code;

/** Text is written into bytes first, which grow with the longest list so far: joining characters takes three times as long. */
let written = new Uint8Array(1024);
const asciiDecoder = new TextDecoder('latin1');

/** The largest magnitude kept; beyond it a 32-bit float would round to infinity. */
const LARGEST = 3e38;

const asFloat = new Float32Array(1);
const asBits = new Uint32Array(asFloat.buffer);

/** The nearest number that `packNumbers` keeps exactly: what is rounded on entry is the same before and after storage. */
export function roundToPacked(value: number, width: PackedWidth): number {
  const { dropped } = LAYOUTS[width];
  return floatOf(keptBits(value, dropped) << dropped);
}

/** The numbers as text of a fixed number of characters each. */
export function packNumbers(values: readonly number[], width: PackedWidth): string {
  const { characters, dropped } = LAYOUTS[width];
  const length = values.length * characters;
  if (written.length < length) written = new Uint8Array(length);
  for (let index = 0; index < values.length; index++)
    writeBits(keptBits(numberAt(values, index), dropped), index * characters, characters);
  return asciiDecoder.decode(written.subarray(0, length));
}

/** The last character takes the lowest bits. */
function writeBits(bits: number, from: number, characters: number): void {
  let rest = bits;
  for (let i = from + characters - 1; i >= from; i--) {
    written[i] = CHARACTERS[rest & CHARACTER_MASK] as number;
    rest >>>= BITS_PER_CHARACTER;
  }
}

/** The numbers that `packNumbers` wrote. Throws a RangeError when the text is not of its making. */
export function unpackNumbers(text: string, width: PackedWidth): number[] {
  const { characters, dropped } = LAYOUTS[width];
  if (text.length % characters !== 0) {
    throw new RangeError(`Packed numbers of ${text.length} characters are not a multiple of ${characters}`);
  }
  const values: number[] = [];
  for (let from = 0; from < text.length; from += characters)
    values.push(floatOf(readBits(text, from, characters) << dropped));
  return values;
}

function readBits(text: string, from: number, characters: number): number {
  let bits = 0;
  for (let i = from; i < from + characters; i++) {
    const code = CODES[text.charCodeAt(i)] ?? -1;
    if (code < 0) throw new RangeError(`Packed numbers hold an unknown character at ${i}`);
    bits = (bits << BITS_PER_CHARACTER) | code;
  }
  return bits;
}

/** The upper bits of the nearest float; half of the dropped part is added first, so it rounds rather than truncates. */
function keptBits(value: number, dropped: number): number {
  asFloat[0] = Math.min(Math.max(value, -LARGEST), LARGEST);
  return ((asBits[0] as number) + (1 << (dropped - 1))) >>> dropped;
}

/** Minus zero becomes zero: they differ only where stored states are compared. */
function floatOf(bits: number): number {
  asBits[0] = bits;
  return (asFloat[0] as number) + 0;
}
