// The limit a metric is not to cross, when nobody names one: what it hardly ever reached in its first third, and a
// margin, so that the usual top of the swing is no crossing.

import { quantileAt } from '#domain/failure/usual-levels.ts';

/** The part of the series that the limit is read from, and the share of its values that lie below. */
const READ_PART = 1 / 3;
const USUAL_TOP = 0.99;
/** The margin, as a part of the way from the median to the usual top: free of units, and of where zero lies. */
const MARGIN = 0.1;

/**
 * The p99 of the first third of the values plus a tenth of its distance from their median; undefined when none of them
 * is known. NaN stands for unknown.
 */
export function automaticLimit(values: Float64Array): number | undefined {
  const known = values.slice(0, Math.ceil(values.length * READ_PART)).filter((value) => !Number.isNaN(value));
  if (known.length === 0) return undefined;
  const sorted = known.sort();
  const top = quantileAt(sorted, USUAL_TOP);
  return top + MARGIN * (top - quantileAt(sorted, 0.5));
}
