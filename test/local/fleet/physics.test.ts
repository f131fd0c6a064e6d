import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { missShare, warmSpeed, warmUp } from '#local/fleet/cache.ts';
import { demandProfile, nextNoise } from '#local/fleet/demand.ts';
import { gcPauseShare, gcShare, memoryShare } from '#local/fleet/memory.ts';
import { connectionsInUse, connectionsWanted, poolCapacity, refusalErrors } from '#local/fleet/pool.ts';
import { type BacklogStep, integrateBacklog, waitSeconds } from '#local/fleet/queueing.ts';
import { attemptsPerCall, effectiveRetryChance, finalFailChance, shareDue } from '#local/fleet/retries.ts';
import type { PoolSpec } from '#local/fleet/spec.ts';

const share = fc.double({ min: 0, max: 1, noNaN: true });
const rate = fc.double({ min: 0, max: 1000, noNaN: true });
const pool: PoolSpec = { database: 0, size: 20, minIdle: 5, queriesPerRequest: 2, holdSeconds: 0.02 };

describe('waiting', () => {
  it('grows with utilization', () => {
    fc.assert(
      fc.property(share, share, fc.double({ min: 0.5, max: 64, noNaN: true }), (one, other, servers) => {
        const [low, high] = one < other ? [one, other] : [other, one];

        expect(waitSeconds(low, servers, 0.02)).toBeLessThanOrEqual(waitSeconds(high, servers, 0.02));
      }),
    );
  });

  it('shrinks when servers are pooled', () => {
    expect(waitSeconds(0.8, 8, 0.02)).toBeLessThan(waitSeconds(0.8, 2, 0.02));
  });

  it('is that of a single queue by Pollaczek and Khinchine for one exponential-like server, within its variation', () => {
    const wait = waitSeconds(0.5, 1, 1);

    expect(wait).toBeCloseTo(1.3, 6);
  });

  it('is none where there is no server to wait for', () => {
    expect(waitSeconds(0.9, 0, 0.02)).toBe(0);
  });
});

describe('the backlog', () => {
  it('conserves requests', () => {
    fc.assert(
      fc.property(rate, rate, rate, (backlog, arrivals, capacity) => {
        const step: BacklogStep = { backlog: 0, processed: 0, rejected: 0, seconds: 0 };

        integrateBacklog({ backlog, arrivals, capacity, queueSeconds: 4, stepSeconds: 10 }, step);

        const gone = (step.processed + step.rejected) * 10;
        expect(gone + step.backlog).toBeCloseTo(backlog + arrivals * 10, 6);
        expect(step.processed).toBeLessThanOrEqual(capacity + 1e-9);
      }),
    );
  });

  it('drains when there is capacity to spare', () => {
    const step: BacklogStep = { backlog: 0, processed: 0, rejected: 0, seconds: 0 };

    integrateBacklog({ backlog: 100, arrivals: 10, capacity: 30, queueSeconds: 4, stepSeconds: 10 }, step);

    expect(step).toMatchObject({ backlog: 0, rejected: 0 });
  });
});

describe('retries', () => {
  it('stay within their budget', () => {
    fc.assert(
      fc.property(share, share, (failChance, chance) => {
        expect(effectiveRetryChance(failChance, chance, 0.1) * failChance).toBeLessThanOrEqual(0.1 + 1e-9);
      }),
    );
  });

  it('multiply the attempts without a budget, and still lose the call when all attempts fail', () => {
    expect(attemptsPerCall(1, 0.8)).toBeCloseTo(5, 6);
    expect(finalFailChance(1, 0.8)).toBe(1);
    expect(finalFailChance(0.5, 0.8)).toBeLessThan(0.5);
  });

  it('come back within some seconds', () => {
    expect(shareDue(10)).toBeGreaterThan(0.5);
  });
});

describe('a task', () => {
  it('warms up to its full speed and hit share', () => {
    expect(warmUp(0, 0)).toBe(0);
    expect(warmUp(0, 3600)).toBeCloseTo(1, 6);
    expect(warmSpeed(0)).toBeLessThan(warmSpeed(1));
    expect(missShare(0.8, 1)).toBeCloseTo(0.2, 9);
    expect(missShare(0.8, 0)).toBeGreaterThan(0.2);
  });

  it('spends nothing on garbage collection below four fifths of its memory, and ever more above', () => {
    expect(gcShare(0.8)).toBe(0);
    expect(gcShare(0.95)).toBeGreaterThan(gcShare(0.9));
    expect(gcPauseShare(gcShare(2))).toBeLessThanOrEqual(0.05);
  });

  it('uses memory for itself, its cache, its requests and its leak', () => {
    const use = { residentMb: 400, cacheMb: 100, warmth: 1, leakedMb: 0, concurrency: 0, limitMb: 1000 };

    expect(memoryShare(use)).toBeCloseTo(0.5, 9);
    expect(memoryShare({ ...use, leakedMb: 600 })).toBeGreaterThan(1);
    expect(memoryShare({ ...use, concurrency: 10 })).toBeGreaterThan(0.5);
  });
});

describe('a connection pool', () => {
  it("uses as many connections as Little's law says", () => {
    expect(connectionsInUse(pool, 10, 2)).toBeCloseTo(0.8, 9);
  });

  it('never wants more than its size, whatever it leaks', () => {
    fc.assert(
      fc.property(rate, rate, (inUse, leaked) => {
        expect(connectionsWanted(pool, inUse, leaked)).toBeLessThanOrEqual(pool.size);
      }),
    );
  });

  it('carries less the more it has leaked, and nothing in the end', () => {
    expect(poolCapacity(pool, 1, 10, 1)).toBeLessThan(poolCapacity(pool, 1, 0, 1));
    expect(poolCapacity(pool, 1, 20, 1)).toBe(0);
  });

  it('fails no request while the database grants all connections', () => {
    expect(refusalErrors(1)).toBe(0);
    expect(refusalErrors(0.5)).toBeGreaterThan(0.5);
  });
});

describe('demand', () => {
  const day = Date.UTC(2026, 10, 16);

  it('is low at night and high in the evening', () => {
    const at = (hour: number) => demandProfile(day + hour * 3_600_000, day);

    expect(at(4)).toBeLessThan(0.3);
    expect(at(20)).toBeGreaterThan(0.9);
  });

  it('is higher on Sunday than on Tuesday', () => {
    expect(demandProfile(Date.UTC(2026, 10, 22, 12), day)).toBeGreaterThan(
      demandProfile(Date.UTC(2026, 10, 17, 12), day),
    );
  });

  it('forgets its noise within the hour', () => {
    let noise = 1;
    for (let step = 0; step < 360; step += 1) noise = nextNoise(noise, 10, 0);

    expect(noise).toBeLessThan(0.01);
  });
});
