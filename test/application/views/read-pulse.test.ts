import { describe, expect, it } from 'vitest';
import { readMode, readPulse, readStop } from '#application/views/read-pulse.ts';
import { EMPTY_BUDGET } from '#domain/budget/budget.ts';
import { at, CHECKOUT, heartbeat, minute, NOON, OURS, service, settings, THEIRS } from '../../builders.ts';
import { makeViewWorld, seenWatch } from './world.ts';

const FREEZE = {
  name: 'Black week',
  kind: 'freeze',
  from: '2026-11-23T00:00:00Z',
  to: '2026-11-30T00:00:00Z',
} as const;
const EVENT = { ...FREEZE, name: 'Sale', kind: 'event' } as const;
const PAST = { ...FREEZE, name: 'Long ago', to: '2026-11-23T01:00:00Z' } as const;
const ONE_SERVICE = settings({ services: [service()] });

/** One service with current data, a tick and a model. */
async function makeWell() {
  const world = makeViewWorld(ONE_SERVICE);
  await world.watches.save(seenWatch(), undefined);
  await world.pulse.beat(heartbeat());
  await world.pulse.noteModel({ at: NOON, isUsable: true, name: 'anomaly', inferenceMs: 3.5 });
  world.clock.advance(90);
  return world;
}

describe('the pulse of the healer', () => {
  it('is well when it ticks, sees and has its model', async () => {
    const answer = await readPulse(await makeWell());

    expect(answer).toMatchObject({
      state: 'well',
      tickAgeSeconds: 90,
      dataAgeSeconds: 30,
      model: { name: 'anomaly', isUsable: true, inferenceMs: 3.5 },
      staleServices: [],
      activeRecoveries: [],
      maxRecoveries: 3,
    });
    expect(answer).not.toHaveProperty('deadLetters');
  });

  it('is starting before the first tick', async () => {
    const answer = await readPulse(makeViewWorld());

    expect(answer).toMatchObject({ state: 'starting', model: { isUsable: false } });
    expect(answer).not.toHaveProperty('dataAgeSeconds');
  });

  it('is impaired when ticks are overdue, data is missing, the model is gone or messages are lost, and says so', async () => {
    const world = makeViewWorld(ONE_SERVICE);
    await world.pulse.beat(heartbeat());
    world.clock.advance(600);

    const answer = await readPulse({ ...world, deadLetters: { count: async () => 2 } });

    expect(answer).toMatchObject({ state: 'impaired', deadLetters: 2 });
    expect(answer.summary).toMatch(/600 s ago.*model.*checkout.*2 messages/);
  });

  it('is stopped while the switch is engaged', async () => {
    const world = await makeWell();
    await world.stopSwitch.write({ isEngaged: true, by: 'ana', reason: 'it is wrong', at: NOON });

    expect(await readPulse(world)).toMatchObject({
      state: 'stopped',
      summary: 'Stopped by ana: it is wrong',
    });
  });

  it('shows the recoveries that may act, and forgets those that have lapsed', async () => {
    const world = await makeWell();
    const slot = { serviceId: CHECKOUT, group: [CHECKOUT] };
    await world.budget.replace(EMPTY_BUDGET, {
      ...EMPTY_BUDGET,
      version: 1,
      slots: [
        { ...slot, executionId: OURS, expiresAt: minute(10) },
        { ...slot, executionId: THEIRS, expiresAt: at(10) },
      ],
    });

    const { activeRecoveries } = await readPulse(world);

    expect(activeRecoveries).toEqual([{ executionId: OURS, serviceId: CHECKOUT }]);
  });
});

it('the mode tells each service and the freezes in force', async () => {
  const document = settings({
    mode: 'approve',
    calendar: [FREEZE, EVENT, PAST],
    services: [service({ mode: 'auto', calendar: [FREEZE] })],
  });

  expect(await readMode(makeViewWorld(document))).toMatchObject({
    mode: 'approve',
    freezes: ['Black week', 'Black week (checkout)'],
    services: [{ serviceId: CHECKOUT, mode: 'approve', strategies: {} }],
  });
});

it('a stop switch that cannot be read counts as engaged', async () => {
  const { clock, stopSwitch } = makeViewWorld();
  const broken = { ...stopSwitch, read: () => Promise.reject(new Error('no answer')) };

  expect((await readStop({ clock, stopSwitch: broken })).stop).toMatchObject({ isEngaged: true });
  expect((await readStop({ clock, stopSwitch })).stop).toMatchObject({ isEngaged: false });
});
