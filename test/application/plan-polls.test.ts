import { describe, expect, it } from 'vitest';
import { planPolls } from '#application/plan-polls.ts';
import { ServiceId } from '#domain/ids.ts';
import { PollSettings } from '#domain/poll/settings.ts';
import {
  APPROVAL,
  approval,
  at,
  CART,
  CART_ECS,
  CHECKOUT,
  CHECKOUT_CONFIG,
  incident,
  NOON,
  pollState,
  service,
} from '../builders.ts';
import { makeObserveWorld, type ObserveWorld } from './observe-world.ts';

const BANK = ServiceId.parse('bank');
const PAYMENTS = ServiceId.parse('payments');
const WEB = ServiceId.parse('web');

describe('a tick', () => {
  it('sends a service that was never read to a scorer, and gives it its next time', async () => {
    const world = makeObserveWorld();

    const answer = await planPolls(world);

    expect(answer).toEqual({ outcome: 'planned', servicesDue: 1 });
    expect(world.shards).toEqual([{ serviceIds: [CHECKOUT] }]);
    expect(await world.polls.all()).toEqual([pollState({ nextPollAt: at(60) })]);
  });

  it('reads who is well less often where others stand between the service and the users', async () => {
    const world = shopWorld();

    await planPolls(world);

    expect(await timesOf(world)).toEqual({ web: 60, checkout: 300, cart: 300, payments: 60, bank: 300 });
  });

  it('leaves a service alone whose time has not come', async () => {
    const world = makeObserveWorld();
    await world.polls.put(pollState({ nextPollAt: at(60) }));

    const answer = await planPolls(world);

    expect(answer).toEqual({ outcome: 'planned', servicesDue: 0 });
    expect(world.shards).toEqual([]);
  });

  it('leaves out a service that nothing can be measured of', async () => {
    const unmeasured = service({ id: CART, resources: [CHECKOUT_CONFIG] });
    const world = makeObserveWorld({ settings: { services: [unmeasured] } });

    expect(await planPolls(world)).toMatchObject({ servicesDue: 0 });
  });

  it('reads every minute who is in an open incident, who calls it, and what it depends on', async () => {
    const world = shopWorld();
    for (const serviceId of [WEB, CHECKOUT, CART, PAYMENTS, BANK])
      await world.polls.put(pollState({ serviceId, nextPollAt: at(240) }));
    await world.incidents.create(incident());

    await planPolls(world);

    expect(await timesOf(world)).toEqual({ web: 240, checkout: 240, cart: 240, payments: 240, bank: 240 });
    world.clock.advance(240);
    await planPolls(world);
    expect(await timesOf(world)).toEqual({ web: 300, checkout: 300, cart: 300, payments: 300, bank: 540 });
  });

  it('reads services of an incident a second time in the middle of the minute', async () => {
    const world = shopWorld();
    await world.incidents.create(incident());
    const once = shopWorld({ polling: PollSettings.parse({ healthCheckIntervalSeconds: 60 }) });
    await once.incidents.create(incident());

    await planPolls(world);
    await planPolls(once);

    expect(world.delays).toEqual([0, 30]);
    expect(world.shards.at(-1)).toEqual({ serviceIds: [WEB, CHECKOUT, CART] });
    expect(once.delays).toEqual([0]);
  });

  it('splits many services into shards of the size that is set', async () => {
    const polling = PollSettings.parse({ servicesPerShard: 3 });
    const world = shopWorld({ polling });

    await planPolls(world);

    expect(world.shards).toEqual([{ serviceIds: [WEB, CHECKOUT, CART] }, { serviceIds: [PAYMENTS, BANK] }]);
  });

  it('gives a sign of life, with what it found to do', async () => {
    const world = makeObserveWorld();
    world.clock.advance(60);

    await planPolls(world);

    expect(await world.pulse.latest()).toEqual({ lastTickAt: at(60), servicesDue: 1 });
  });

  it('sweeps and gives a sign of life, but reads nothing, while monitoring is switched off', async () => {
    const world = makeObserveWorld();
    world.switchOff('self_healing.monitoring');
    await world.approvals.create(approval({ expiresAt: NOON }));

    const answer = await planPolls(world);

    expect(answer).toMatchObject({ servicesDue: 0 });
    expect(world.shards).toEqual([]);
    expect(await world.approvals.find(APPROVAL)).toMatchObject({ status: 'expired' });
    expect(await world.pulse.latest()).toMatchObject({ lastTickAt: NOON });
  });

  it('sends a service again when the queue did not take it', async () => {
    const world = makeObserveWorld();
    const broken = { send: () => Promise.reject(new Error('the queue is down')) };
    await expect(planPolls({ ...world, pollQueue: broken })).rejects.toThrow('the queue is down');

    await planPolls(world);

    expect(world.shards).toEqual([{ serviceIds: [CHECKOUT] }]);
  });
});

/** web -> checkout -> cart, and payments -> bank, which have nothing to do with them. */
function shopWorld(overrides: { polling?: PollSettings } = {}): ObserveWorld {
  return makeObserveWorld({
    settings: {
      services: [
        service({ id: WEB, dependsOn: [CHECKOUT] }),
        service({ id: CHECKOUT, dependsOn: [CART] }),
        service({ id: CART, resources: [CART_ECS] }),
        service({ id: PAYMENTS, dependsOn: [BANK] }),
        service({ id: BANK }),
      ],
      ...overrides,
    },
  });
}

/** Seconds after noon at which each service is read next. */
async function timesOf(world: ObserveWorld): Promise<Record<string, number>> {
  const states = await world.polls.all();
  return Object.fromEntries(
    states.map(({ serviceId, nextPollAt }) => [serviceId, (nextPollAt - NOON) / 1000]),
  );
}
