// The identity of a feature list: a model and the code that feeds it must agree on names and order.

import { createHash } from 'node:crypto';

/** SHA-256 of the names, one a line, in lower-case hex. */
export function featureListHash(names: readonly string[]): string {
  return createHash('sha256').update(names.join('\n')).digest('hex');
}
