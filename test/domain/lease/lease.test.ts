import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ExecutionId } from '#domain/ids.ts';
import { endLease, grantLease, LEASE_SECONDS, type Lease, provesLease } from '#domain/lease/lease.ts';
import { at, CHECKOUT_ECS, OURS, THEIRS } from '../../builders.ts';

const request = { resourceId: CHECKOUT_ECS, executionId: OURS };

describe('a lease', () => {
  it('is granted on a free resource', () => {
    const granted = grantLease(undefined, request, at(0));

    expect(granted).toMatchObject({ ok: true, value: { fencingToken: 1, expiresAt: at(LEASE_SECONDS) } });
  });

  it('names its holder when it refuses another execution', () => {
    const current: Lease = { ...request, fencingToken: 3, expiresAt: at(60) };

    const refused = grantLease(current, { ...request, executionId: THEIRS }, at(59));

    expect(refused).toEqual({ ok: false, refusal: { reason: 'lease-held', holder: OURS, until: at(60) } });
  });

  it('carries at least the token that is asked for, and nothing else of the request', () => {
    const granted = grantLease(undefined, { ...request, minimumToken: 7 }, at(0));

    expect(granted).toEqual({
      ok: true,
      value: { ...request, fencingToken: 7, expiresAt: at(LEASE_SECONDS) },
    });
  });

  it('never has two holders, and its token only grows, whatever happens in whatever order', () => {
    const step = fc.record({
      by: fc.constantFrom<ExecutionId>(OURS, THEIRS),
      does: fc.constantFrom('acquire', 'release'),
      minimumToken: fc.integer({ min: 1, max: 5 }),
      afterSeconds: fc.integer({ min: 0, max: 2 * LEASE_SECONDS }),
    });

    fc.assert(
      fc.property(fc.array(step), (steps) => {
        let now = 0;
        let stored: Lease | undefined;
        for (const { by, does, minimumToken, afterSeconds } of steps) {
          now += afterSeconds;
          const before: Lease | undefined = stored;
          if (does === 'release' && stored?.executionId === by) stored = endLease(stored, at(now));
          if (does === 'acquire') {
            const granted = grantLease(stored, { ...request, executionId: by, minimumToken }, at(now));
            if (granted.ok) stored = granted.value;
          }
          const token = stored?.fencingToken ?? 0;
          const holders = [OURS, THEIRS].filter((who) => provesLease(stored, who, token, at(now)));
          expect(holders.length).toBeLessThanOrEqual(1);
          expect(token).toBeGreaterThanOrEqual(before?.fencingToken ?? 0);
        }
      }),
    );
  });
});
