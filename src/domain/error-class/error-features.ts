// The words of an error as a row of numbers: hashed words, pairs of words and parts of words. Hashing needs no list of
// words, and parts of words let names like ConnectTimeoutException speak though nobody has seen them.

/** Length of the row; also the number of places that parts are hashed to. */
export const ERROR_FEATURE_COUNT = 2048;
/** Names of the features, as the model's feature list states them: the places have no meaning of their own. */
export const ERROR_FEATURE_NAMES = Array.from({ length: ERROR_FEATURE_COUNT }, (_, place) => `hash-${place}`);
/** Letters in a part of a word: long enough to tell "time" from "tick", short enough to occur again. */
const PART_LENGTH = 4;
/** Longer text says nothing new about its kind; stack traces are cut here. */
const LONGEST_TEXT = 600;
/** A code is chosen with care, so it counts as several words. */
const CODE_WEIGHT = 2;
const PART_WEIGHT = 0.35;

interface ErrorText {
  readonly message: string;
  readonly code?: string;
  readonly source?: string;
}

/** The row of an error, of length 1 (Euclid), so that long messages weigh no more than short ones. */
export function errorFeatures({ message, code = '', source = '' }: ErrorText): Float32Array {
  const row = new Float32Array(ERROR_FEATURE_COUNT);
  const words = wordsOf(message);
  for (const word of words) add(row, `w:${word}`, 1);
  words.forEach((word, index) => {
    const next = words[index + 1];
    if (next !== undefined) add(row, `p:${word} ${next}`, 1);
  });
  for (const word of wordsOf(code)) {
    add(row, `c:${word}`, CODE_WEIGHT);
    add(row, `w:${word}`, 1);
  }
  if (/^\d{3}$/.test(code)) add(row, `c:${code}`, CODE_WEIGHT);
  for (const word of wordsOf(source)) add(row, `s:${word}`, 1);
  for (const word of [...words, ...wordsOf(code)]) addParts(row, word);
  return toLengthOne(row);
}

/** Words in lower case; names are taken apart at their capitals, and what differs from case to case is left out. */
function wordsOf(text: string): readonly string[] {
  return text
    .slice(0, LONGEST_TEXT)
    .replace(/[0-9a-f]{8}-[0-9a-f-]{20,}|\b[0-9a-f]{12,}\b/gi, ' ')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z%]+/)
    .filter((word) => word.length > 1);
}

function addParts(row: Float32Array, word: string): void {
  const padded = `<${word}>`;
  for (let start = 0; start + PART_LENGTH <= padded.length; start += 1) {
    add(row, `t:${padded.slice(start, start + PART_LENGTH)}`, PART_WEIGHT);
  }
}

function add(row: Float32Array, token: string, weight: number): void {
  const place = hash(token) % ERROR_FEATURE_COUNT;
  row[place] = (row[place] as number) + weight;
}

/** FNV-1a, 32 bits, then the finalizer of MurmurHash3: the low bits of FNV alone are not mixed well. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}

function toLengthOne(row: Float32Array): Float32Array {
  const length = Math.hypot(...row);
  return length === 0 ? row : row.map((value) => value / length);
}
