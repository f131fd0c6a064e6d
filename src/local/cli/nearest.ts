// What somebody may have meant who gave a name that does not exist.

import { closest, distance } from 'fastest-levenshtein';

/** Names that differ in more than this share of their letters are no typing mistake. */
const FAR_SHARE = 0.4;

/** ` Did you mean x?`, or nothing when no known name is near. */
export function nearest(name: string, known: readonly string[]): string {
  if (known.length === 0) return '';
  const best = closest(name, [...known]);
  const isFar = distance(name, best) > FAR_SHARE * Math.max(name.length, best.length);
  return isFar ? '' : ` Did you mean ${best}?`;
}
