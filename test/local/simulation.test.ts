// The simulated fleet as the world of the loop, and how it is kept over a restart.

import { describe, expect, it } from 'vitest';
import { openDatabase } from '#adapters/sqlite/database.ts';
import { DependencyError, NotFoundError, RejectedError } from '#domain/errors.ts';
import type { ApplyAnswer, Fleet } from '#local/fleet/fleet.ts';
import { makePerson } from '#local/fleet/person.ts';
import { sqliteFleetKeeper } from '#local/simulation/fleet-keeper.ts';
import { LOCAL_OPERATOR, settingsForFleet, showcaseSettings } from '#local/simulation/fleet-settings.ts';
import { makeFleetWorld } from '#local/simulation/fleet-world.ts';
import { INCIDENT, manualClock } from '../builders.ts';
import { idOf, minutesAfter, NOON, quietFleet, resource } from './fleet/builders.ts';

const CART_ECS = resource('ecs-service/shop/cart');
const scaleCart = { kind: 'ecs-service/set-desired-count', resourceId: CART_ECS, desiredCount: 9 } as const;

/** A fleet whose API gives these answers, one after the other. */
function answering(...answers: readonly ApplyAnswer[]) {
  const fleet = quietFleet();
  let calls = 0;
  const scripted: Fleet = { ...fleet, apply: () => answers[calls++] ?? { outcome: 'accepted' } };
  return { fleet: scripted, calls: () => calls };
}

const throttled = { outcome: 'rejected', reason: 'throttled', message: 'Rate exceeded' } as const;
const tooMany = { outcome: 'rejected', reason: 'limit-exceeded', message: 'Above the quota' } as const;

describe('the actuator', () => {
  it('shows each call to the witness before the plant gets it, and lets the world be kept after it', async () => {
    const { fleet, calls } = answering({ outcome: 'accepted' });
    const seen: unknown[] = [];
    const world = makeFleetWorld({
      fleet,
      clock: manualClock(NOON),
      witness: async (_action, clientToken) => void seen.push([clientToken, calls()]),
      onCall: () => seen.push(['kept', calls()]),
    });

    await world.actuator.apply(scaleCart, 'token');

    expect(seen).toEqual([
      ['token', 0],
      ['kept', 1],
    ]);
  });

  it('says that a rejected call surely changed nothing, and that one without an answer may have', async () => {
    const { fleet } = answering(tooMany, { outcome: 'no-answer' });
    const { actuator } = makeFleetWorld({ fleet, clock: manualClock(NOON) });

    await expect(actuator.apply(scaleCart, 'one')).rejects.toThrow(RejectedError);
    await expect(actuator.apply(scaleCart, 'other')).rejects.toThrow(DependencyError);
  });

  it('tries a throttled call again, but not for ever, and no other', async () => {
    const relenting = answering(throttled, { outcome: 'accepted' });
    const stubborn = answering(throttled, throttled, throttled, throttled);
    const clock = manualClock(NOON);

    await makeFleetWorld({ fleet: relenting.fleet, clock }).actuator.apply(scaleCart, 'token');
    const refused = makeFleetWorld({ fleet: stubborn.fleet, clock }).actuator.apply(scaleCart, 'token');

    await expect(refused).rejects.toThrow(RejectedError);
    expect([relenting.calls(), stubborn.calls()]).toEqual([2, 3]);
  });
});

describe('what the loop reads', () => {
  it('is of the present moment', async () => {
    const fleet = quietFleet();
    const clock = manualClock(NOON);
    const { metrics, resources } = makeFleetWorld({ fleet, clock });
    clock.advance(600);

    await metrics.read([], NOON, clock.now());
    const { resourceId } = await resources.describe(CART_ECS);

    expect([resourceId, fleet.now()]).toEqual([CART_ECS, minutesAfter(NOON, 10)]);
  });

  it('is told apart from what does not exist', async () => {
    const { resources } = makeFleetWorld({ fleet: quietFleet(), clock: manualClock(NOON) });

    await expect(resources.describe(resource('ecs-service/shop/nobody'))).rejects.toThrow(NotFoundError);
    await expect(resources.describe('no resource at all' as never)).rejects.not.toThrow(NotFoundError);
  });
});

describe('the keeper', () => {
  it('knows nothing in a new database', () => {
    const keeper = sqliteFleetKeeper(openDatabase(':memory:'));

    expect([keeper.load(), keeper.lastMoment()]).toEqual([undefined, undefined]);
  });

  it('gives back the newest world and moment, also to a later process', () => {
    const database = openDatabase(':memory:');
    const fleet = quietFleet();
    const person = makePerson(fleet, 3);
    person.page(idOf('cart'), NOON);
    const world = { fleet: fleet.snapshot(), person: person.snapshot() };
    const first = sqliteFleetKeeper(database);
    first.save({ ...world, person: makePerson(fleet, 1).snapshot() });
    first.save(world);
    first.noteMoment(NOON);
    first.noteMoment(minutesAfter(NOON, 1));

    const later = sqliteFleetKeeper(database);

    expect(later.load()).toEqual(JSON.parse(JSON.stringify(world)));
    expect(later.lastMoment()).toBe(minutesAfter(NOON, 1));
  });
});

it('names the incident of a page only once to people', async () => {
  const told: string[] = [];
  const world = makeFleetWorld({
    fleet: quietFleet(),
    clock: manualClock(NOON),
    onPage: ({ incidentId }) => told.push(incidentId),
  });
  const page = {
    reason: 'escalated',
    incidentId: INCIDENT,
    serviceIds: [idOf('cart')],
    severity: 'SEV-2',
    summary: '',
    at: NOON,
  } as const;

  await world.pager.page(page);
  await world.pager.page(page);

  expect(told).toEqual([INCIDENT]);
});

describe('the settings of a fleet', () => {
  it('name every service and third party, and who may approve', () => {
    const { topology } = quietFleet();

    const settings = settingsForFleet(topology, 'approve');

    expect(settings.mode).toBe('approve');
    expect(settings.services.map(({ id }) => id)).toEqual([
      ...topology.services.map(({ id }) => id),
      ...topology.externals.map(({ id }) => id),
    ]);
    expect(settings.approvals.approvers).toContain(LOCAL_OPERATOR);
  });

  it('for people who watch, ask them before a version is taken back, and wait for hours', () => {
    const settings = showcaseSettings(quietFleet().topology);

    expect(settings.mode).toBe('auto');
    expect(
      settings.services.every(({ strategies }) => strategies['configuration-rollback'] === 'approve'),
    ).toBe(true);
    expect(settings.approvals.expiryMinutes.low).toBeGreaterThanOrEqual(240);
  });
});
