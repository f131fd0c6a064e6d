// A lease is the time-limited, exclusive right of one execution to act on one resource (invariant I1).
// The rules are here and pure; a store only makes them atomic.

import * as z from 'zod/mini';
import { ExecutionId, Instant, ResourceId, secondsAfter } from '#domain/ids.ts';
import { ok, type Result, refuse } from '#domain/result.ts';

/** How long a grant lasts: the longest soak between two renewals (10 min) plus half of it for a slow retry. */
export const LEASE_SECONDS = 900;

export const Lease = z.readonly(
  z.object({
    resourceId: ResourceId,
    executionId: ExecutionId,
    /** Grows with every new grant on the resource and never shrinks, so a late call of an old holder shows. */
    fencingToken: z.int().check(z.positive()),
    expiresAt: Instant,
  }),
);
export type Lease = z.infer<typeof Lease>;

export interface LeaseRequest {
  readonly resourceId: ResourceId;
  readonly executionId: ExecutionId;
  /** The token is to be at least this: how one execution gets the same token on all its resources. */
  readonly minimumToken?: number;
}

export interface LeaseHeld {
  readonly reason: 'lease-held';
  readonly holder: ExecutionId;
  readonly until: Instant;
}

/** Grants the lease, renews it for its holder, or says who holds it. `current` is the stored lease. */
export function grantLease(
  current: Lease | undefined,
  { resourceId, executionId, minimumToken = 1 }: LeaseRequest,
  now: Instant,
): Result<Lease, LeaseHeld> {
  const isHeld = current !== undefined && isLive(current, now);
  if (isHeld && current.executionId !== executionId) {
    return refuse({ reason: 'lease-held', holder: current.executionId, until: current.expiresAt });
  }
  const lastToken = current?.fencingToken ?? 0;
  const fencingToken = Math.max(isHeld ? lastToken : lastToken + 1, minimumToken);
  return ok({ resourceId, executionId, fencingToken, expiresAt: secondsAfter(now, LEASE_SECONDS) });
}

/** The lease given back: it ends now, and stays stored so that the next grant gets a larger token. */
export function endLease(lease: Lease, now: Instant): Lease {
  return { ...lease, expiresAt: now };
}

/** Whether `execution` may still act under `fencingToken`: the check before every mutating call. */
export function provesLease(
  current: Lease | undefined,
  execution: ExecutionId,
  fencingToken: number,
  now: Instant,
): boolean {
  return (
    current !== undefined &&
    isLive(current, now) &&
    current.executionId === execution &&
    current.fencingToken === fencingToken
  );
}

function isLive(lease: Lease, now: Instant): boolean {
  return lease.expiresAt > now;
}
