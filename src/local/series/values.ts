// Numbers as recordings write them. What is not known is told apart from what is wrong.

const MISSING = new Set(['nan', 'null', 'na', 'n/a', 'nil', 'none', '-']);
const INFINITE = /^[+-]?inf(inity)?$/i;

/** A value as written, or why there is none: left out, infinite, or no number at all. */
export function parseValue(text: string): number | 'missing' | 'infinite' | 'malformed' {
  if (text === '') return 'missing';
  const value = Number(text);
  if (Number.isFinite(value)) return value;
  if (MISSING.has(text.toLowerCase())) return 'missing';
  return INFINITE.test(text) ? 'infinite' : 'malformed';
}
