// The one fingerprint of data: what plans are approved by and what the audit log is chained with. Anybody can compute
// it again from the JSON alone.

import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';

/** SHA-256, in hexadecimal, of the canonical JSON (RFC 8785) of a value. Throws a TypeError for what is not JSON. */
export function digestOf(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('A digest was asked of a value that JSON cannot express');
  return createHash('sha256').update(text).digest('hex');
}
