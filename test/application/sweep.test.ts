import { describe, expect, it } from 'vitest';
import { sweep } from '#application/sweep.ts';
import { CHECKOUT_ECS, INCIDENT, incident, OURS, plan } from '../builders.ts';
import { makeWorld } from './world.ts';

/** An incident of noon in the middle of its recovery, which holds a lease. */
async function remediatingWorld() {
  const world = makeWorld();
  await world.deps.incidents.create(incident({ state: 'remediating' }));
  await world.deps.plans.put(plan());
  await world.deps.recoveries.start(OURS, INCIDENT);
  await world.deps.leases.acquire({ resourceId: CHECKOUT_ECS, executionId: OURS });
  return world;
}

describe('an incident whose execution ended without closing it', () => {
  it('is handed to people, and its rights are given back', async () => {
    const world = await remediatingWorld();
    await world.deps.recoveries.stop(OURS, 'the process died');
    world.clock.advance(1200);

    const swept = await sweep(world.deps);

    expect(swept).toMatchObject({ orphansClosed: 1 });
    expect(await world.deps.incidents.find(INCIDENT)).toMatchObject({
      state: 'escalated',
      closing: 'Its recovery is gone without having closed it; what it changed may still be in place.',
    });
    expect(world.pages).toHaveLength(1);
    expect(await world.deps.leases.listHeld()).toEqual([]);
  });

  it('is closed once', async () => {
    const world = await remediatingWorld();
    await world.deps.recoveries.stop(OURS, 'the process died');
    world.clock.advance(1200);
    await sweep(world.deps);

    const swept = await sweep(world.deps);

    expect(swept).toMatchObject({ orphansClosed: 0 });
    expect(world.pages).toHaveLength(1);
  });

  it('is left alone while its execution runs, however long', async () => {
    const world = await remediatingWorld();
    world.clock.advance(100_000);

    const swept = await sweep(world.deps);

    expect(swept).toMatchObject({ orphansClosed: 0 });
  });

  it('is given some minutes in which its execution may still be started', async () => {
    const world = makeWorld();
    await world.deps.incidents.create(incident());
    world.clock.advance(1199);

    const swept = await sweep(world.deps);

    expect(swept).toMatchObject({ orphansClosed: 0 });
  });
});
