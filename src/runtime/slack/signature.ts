// Slack's signature of a request: HMAC-SHA256 over version, time and raw body
// (https://docs.slack.dev/authentication/verifying-requests-from-slack).

import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Instant } from '#domain/ids.ts';

const VERSION = 'v0';
/** Slack's own advice. Requests from the future are refused as well: a clock is wrong, or somebody stores them up. */
export const MAX_AGE_SECONDS = 300;

export interface SignedRequest {
  /** Seconds since 1970, as the header says. */
  readonly timestamp: string | undefined;
  readonly signature: string | undefined;
  /** Exactly as received. */
  readonly rawBody: string;
}

export type SignatureRefusal = 'unsigned' | 'stale' | 'forged';

/** The signature of a body at a time. */
export function signSlackRequest(secret: string, timestamp: string, rawBody: string): string {
  const digest = createHmac('sha256', secret).update(`${VERSION}:${timestamp}:${rawBody}`).digest('hex');
  return `${VERSION}=${digest}`;
}

/** Why a request cannot be believed; undefined when it can. */
export function findSignatureRefusal(
  { timestamp, signature, rawBody }: SignedRequest,
  secret: string,
  now: Instant,
): SignatureRefusal | undefined {
  if (!timestamp || !signature || !/^\d{1,12}$/.test(timestamp)) return 'unsigned';
  if (Math.abs(now / 1000 - Number(timestamp)) > MAX_AGE_SECONDS) return 'stale';
  const expected = Buffer.from(signSlackRequest(secret, timestamp, rawBody));
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected) ? undefined : 'forged';
}
