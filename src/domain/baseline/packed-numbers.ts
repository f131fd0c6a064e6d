// Numbers in fixed-width text: the upper 18 or 24 bits of a 32-bit float as 3 or 4 base64url characters. State kept
// this way is constant in size and half as long as JSON numbers.

/** `short` keeps 9 bits of mantissa (0.1 %), `long` 15 bits (0.002 %). */
export type PackedWidth = 'short' | 'long';

/** Characters of each number, and bits of the float that do not fit into them. */
const LAYOUTS = {
  short: { characters: 3, dropped: 14 },
  long: { characters: 4, dropped: 8 },
} as const satisfies Record<PackedWidth, { characters: number; dropped: number }>;

const BITS_PER_CHARACTER = 6;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
/** Written two characters at a time; what is before the last two is one character when short, two when long. */
const PAIRS = [...ALPHABET].flatMap((first) => [...ALPHABET].map((second) => first + second));
const PAIR_BITS = 2 * BITS_PER_CHARACTER;
const HEADS = { short: [...ALPHABET], long: PAIRS } as const satisfies Record<PackedWidth, readonly string[]>;
const CODES = new Map([...ALPHABET].map((character, code) => [character.charCodeAt(0), code]));
const CODE_OF = Array.from({ length: 128 }, (_, character) => CODES.get(character) ?? -1);

/** The largest magnitude kept; beyond it a 32-bit float would round to infinity. */
const LARGEST = 3e38;

const asFloat = new Float32Array(1);
const asBits = new Uint32Array(asFloat.buffer);

/** The nearest number that `packNumbers` keeps exactly: what is rounded on entry is the same before and after storage. */
export function roundToPacked(value: number, width: PackedWidth): number {
  const { dropped } = LAYOUTS[width];
  return floatOf(keptBits(value, dropped) << dropped);
}

/** The numbers as text of `width` characters each. */
export function packNumbers(values: readonly number[], width: PackedWidth): string {
  const { dropped } = LAYOUTS[width];
  const heads = HEADS[width];
  let text = '';
  for (const value of values) {
    const bits = keptBits(value, dropped);
    text += heads[bits >>> PAIR_BITS];
    text += PAIRS[bits & (PAIRS.length - 1)];
  }
  return text;
}

/** The numbers that `packNumbers` wrote. Throws a RangeError when the text is not of its making. */
export function unpackNumbers(text: string, width: PackedWidth): number[] {
  const step = LAYOUTS[width].characters;
  if (text.length % step !== 0) {
    throw new RangeError(`Packed numbers of ${text.length} characters are not a multiple of ${step}`);
  }
  const values: number[] = new Array(text.length / step);
  for (let index = 0; index < values.length; index++) {
    values[index] = readNumber(text, index * step, width);
  }
  return values;
}

function readNumber(text: string, from: number, width: PackedWidth): number {
  const { characters, dropped } = LAYOUTS[width];
  let bits = 0;
  for (let i = 0; i < characters; i++) {
    const code = CODE_OF[text.charCodeAt(from + i)] ?? -1;
    if (code < 0) throw new RangeError(`Packed numbers hold an unknown character at ${from + i}`);
    bits = (bits << BITS_PER_CHARACTER) | code;
  }
  return floatOf(bits << dropped);
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
