// What the services of the simulated fleet write into their logs.

import { describe, expect, it } from 'vitest';
import { readErrorLine } from '#domain/error-class/error-line.ts';
import type { FaultKind } from '#local/fleet/accident.ts';
import { type Fleet, restoreFleet } from '#local/fleet/fleet.ts';
import { packLines } from '#local/simulation/log-delivery.ts';
import { idOf, injection, quietFleet, runMinutes } from './builders.ts';

/** Faults of the builder strike half an hour after the fleet began; a deployment needs some minutes more to take over. */
const CALM_MINUTES = 30;
const MINUTES = 40;

function struck(kind: FaultKind, name: string): Fleet {
  return quietFleet({ injections: [injection({ kind, serviceId: idOf(name), shape: 'step' })] });
}

/** All that is written in the next minutes, by service. */
function read(fleet: Fleet, minutes: number): ReadonlyMap<string, readonly string[]> {
  const written = new Map<string, string[]>();
  for (let minute = 0; minute < minutes; minute++) {
    runMinutes(fleet, 1);
    for (const { serviceId, lines } of fleet.errorLines())
      written.set(serviceId, [...(written.get(serviceId) ?? []), ...lines.map(({ message }) => message)]);
  }
  return written;
}

describe('error lines of the fleet', () => {
  it.each([
    ['F1', 'catalog', 'catalog', /TypeError/],
    ['F3', 'catalog', 'catalog', /IllegalStateException/],
    ['F25', 'cart', 'web', /ECONNREFUSED cart/],
    ['F8', 'payment', 'payment', /request to card-network timed out after \d+ ms/],
    ['F12', 'accounts', 'accounts', /worker did not answer/],
  ] as const)('tell of %s in %s what %s can see itself', (kind, where, who, what) => {
    const lines = read(struck(kind, where), CALM_MINUTES + MINUTES).get(who) ?? [];

    expect(lines.filter((line) => what.test(line)).length).toBeGreaterThan(MINUTES / 2);
  });

  it('are few while all is well, and about harmless things', () => {
    const calm = read(quietFleet(), CALM_MINUTES);

    const lines = [...calm.values()].flat();
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.length).toBeLessThan(calm.size * MINUTES);
    expect(lines.every((line) => readErrorLine(line))).toBe(true);
    expect(lines.some((line) => /TypeError|ECONNREFUSED/.test(line))).toBe(false);
  });

  it('are the same when they are asked for again, after a restart too', () => {
    const fleet = struck('F25', 'cart');
    runMinutes(fleet, CALM_MINUTES + 5);

    const told = fleet.errorLines();

    expect(fleet.errorLines()).toEqual(told);
    expect(restoreFleet(fleet.snapshot()).errorLines()).toEqual(told);
    expect(told.map((each) => packLines(each))).toEqual(told.map((each) => packLines(each)));
    expect(told.length).toBeGreaterThan(0);
  });

  it('are bounded however much fails', () => {
    const fleet = struck('F25', 'cart');
    runMinutes(fleet, CALM_MINUTES + 10);

    for (const { lines } of fleet.errorLines()) expect(lines.length).toBeLessThanOrEqual(200);
  });
});
