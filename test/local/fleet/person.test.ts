import { describe, expect, it } from 'vitest';
import { Instant } from '#domain/ids.ts';
import { createFleet, type Fleet } from '#local/fleet/fleet.ts';
import { runNobody, runPlatformOnly, runStaticAlarmsAndPerson } from '#local/fleet/others.ts';
import { makePerson, type Person, restorePerson } from '#local/fleet/person.ts';
import { idOf, injection, quietFleet, runMinutes, runUntilVisible } from './builders.ts';

/** Lets time pass for fleet and person alike. */
function passMinutes(fleet: Fleet, person: Person, minutes: number): void {
  for (let minute = 0; minute < minutes; minute += 1) {
    runMinutes(fleet, 1);
    person.act(fleet.now());
  }
}

function illFleet() {
  const fleet = quietFleet({ injections: [injection({ kind: 'F3', serviceId: idOf('cart') })] });
  runUntilVisible(fleet);
  return fleet;
}

/** Code that has migrated the database and cannot be rolled back. */
function migratedFleet() {
  const fleet = quietFleet({
    injections: [injection({ kind: 'F1', serviceId: idOf('cart'), variant: 0.99 })],
  });
  runUntilVisible(fleet);
  return fleet;
}

/** Seeds whose person picks the right act first, and a wrong one. */
const FIRST_RIGHT = 1;
const FIRST_WRONG = 4;

describe('the person on call', () => {
  it('acts ten minutes after the page, on the fault behind what was paged', () => {
    const fleet = illFleet();
    const person = makePerson(fleet, 1);
    person.page(idOf('web'), fleet.now());

    passMinutes(fleet, person, 9);
    const early = fleet.calls().length;
    passMinutes(fleet, person, 1);

    expect(early).toBe(0);
    expect(fleet.calls()).toMatchObject([{ by: 'person' }]);
  });

  it('tries again until the fault is over', () => {
    const fleet = illFleet();
    const person = makePerson(fleet, 1);
    person.page(idOf('cart'), fleet.now());

    passMinutes(fleet, person, 120);

    expect(fleet.truth().faults[0]?.endedBy?.by).toBe('person');
  });

  it('is right in about four of five cases', () => {
    const firstActs = Array.from({ length: 40 }, (_, seed) => {
      const fleet = quietFleet({ injections: [injection({ kind: 'F25', serviceId: idOf('inventory') })] });
      runMinutes(fleet, 32);
      const person = makePerson(fleet, seed);
      person.page(idOf('inventory'), fleet.now());
      passMinutes(fleet, person, 10);
      return fleet.calls()[0]?.intervention?.kind === 'switch-route';
    });

    const right = firstActs.filter(Boolean).length;
    expect(right).toBeGreaterThanOrEqual(26);
    expect(right).toBeLessThanOrEqual(38);
  });

  it('does nothing when nothing is wrong, and takes a second page for the first', () => {
    const fleet = quietFleet();
    const person = makePerson(fleet, 1);

    person.page(idOf('web'), fleet.now());
    person.page(idOf('web'), fleet.now());
    passMinutes(fleet, person, 15);

    expect(fleet.calls()).toEqual([]);
  });

  it('goes on from a snapshot', () => {
    const fleet = illFleet();
    const person = makePerson(fleet, 1);
    person.page(idOf('cart'), fleet.now());

    const restored = restorePerson(fleet, JSON.parse(JSON.stringify(person.snapshot())));
    passMinutes(fleet, restored, 11);

    expect(fleet.calls()).toHaveLength(1);
    expect(restored.snapshot()).toMatchObject({ seed: 1, care: { 'injected-1': { attempts: 1 } } });
  });

  it('does one thing about a fault at a time, however many services ring', () => {
    const [one, many] = [['cart'], ['cart', 'web', 'checkout']].map((callers) => {
      const fleet = illFleet();
      const person = makePerson(fleet, FIRST_WRONG);
      for (const caller of callers) person.page(idOf(caller), fleet.now());
      passMinutes(fleet, person, 25);
      return fleet.calls();
    });

    expect(one).toHaveLength(2);
    expect(many).toEqual(one);
  });

  it('gives a right act twenty minutes to help, and tries again ten minutes after a wrong one', () => {
    const waits = [FIRST_RIGHT, FIRST_WRONG].map((seed) => {
      const fleet = illFleet();
      const person = makePerson(fleet, seed);
      person.page(idOf('cart'), fleet.now());
      passMinutes(fleet, person, 10);
      const waitsUntil = person.snapshot().care['injected-1']?.waitsUntil ?? 0;
      return (waitsUntil - fleet.now()) / 60_000;
    });

    expect(waits).toEqual([20, 10]);
  });

  it('leaves what nothing mends to its owner', () => {
    const acts = Array.from({ length: 20 }, (_, seed) => {
      const fleet = migratedFleet();
      const person = makePerson(fleet, seed);
      person.page(idOf('cart'), fleet.now());
      passMinutes(fleet, person, 10);
      return fleet.calls().length;
    });

    const left = acts.filter((calls) => calls === 0).length;
    expect(left).toBeGreaterThanOrEqual(12);
    expect(left).toBeLessThan(20);
  });
});

describe('the three others', () => {
  const story = { seed: 2, startAt: Instant.parse(Date.UTC(2026, 10, 16, 8)), hours: 10 } as const;

  it('do better the more of them act', () => {
    const [nobody, platform, person] = [
      runNobody(story),
      runPlatformOnly(story),
      runStaticAlarmsAndPerson(story),
    ];

    const shares = [nobody, platform, person].map(
      ({ failedRequests, requests }) => failedRequests / requests,
    );
    expect(shares[2]).toBeLessThan(shares[1] ?? 0);
    expect(shares[2]).toBeLessThan(shares[0] ?? 0);
    expect(person.calls).toBeGreaterThan(0);
    expect([nobody.calls, platform.calls]).toEqual([0, 0]);
  });

  it('give the same figures for the same seed', () => {
    expect(runStaticAlarmsAndPerson(story)).toEqual(runStaticAlarmsAndPerson(story));
  });

  it('see a late queue too', () => {
    const injections = [
      injection({ kind: 'F15', serviceId: idOf('shipping'), at: Instant.parse(Date.UTC(2026, 10, 16, 11)) }),
    ];

    const { calls } = runStaticAlarmsAndPerson({ ...story, injections });

    expect(calls).toBeGreaterThan(0);
  });

  it('share the demand with everybody else', () => {
    const fleet = createFleet(story);
    fleet.advanceTo(Instant.parse(story.startAt + story.hours * 3_600_000));

    expect(runPlatformOnly(story).failedRequests).toBe(fleet.truth().failedRequests);
  });
});
