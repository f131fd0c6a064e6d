import { describe, expect, it } from 'vitest';
import { verifyRecovery } from '#application/verify-recovery.ts';
import type { VerifyInput } from '#contracts/steps/recovery.ts';
import type { Capture } from '#domain/capture/capture.ts';
import { LEASE_SECONDS } from '#domain/lease/lease.ts';
import type { Plan } from '#domain/plan/plan.ts';
import {
  CART,
  CHECKOUT,
  CHECKOUT_CONFIG,
  capture,
  configurationState,
  INCIDENT,
  minute,
  NOON,
  OURS,
  PLAN,
  plan,
  plannedAction,
  THEIRS,
  verification,
} from '../builders.ts';
import { fallIll, makeWorld, openFor, type TestWorld, WELL } from './world.ts';

const ILL = { 'error-share': 0.3 };
const ask: VerifyInput = {
  executionId: OURS,
  incidentId: INCIDENT,
  planId: PLAN,
  attempt: 1,
  actionCount: 1,
  phase: 'after-act',
  actionIndex: 0,
};

describe('after an act', () => {
  it('holds down when the service is well again', async () => {
    const world = await actedWorld();
    await passMinutes(world, 4, WELL);

    const answer = await verifyRecovery(world.deps, ask);

    expect(answer).toEqual({ outcome: 'hold-down', waitSeconds: 240 });
    expect(await world.deps.verifications.list(INCIDENT)).toMatchObject([
      {
        planId: PLAN,
        phase: 'after-act',
        verdict: 'recovered',
        readings: [{ indicator: 'error-share', before: 0.3, now: 0.001, limit: 0.02 }],
      },
    ]);
    expect((await world.deps.incidents.find(INCIDENT))?.state).toBe('verifying');
    expect((await world.deps.incidents.timeline(INCIDENT)).at(-1)?.summary).toBe(
      'recovered (checkout: error share 30 % -> 0.1 % (limit 2 %)); next: hold-down',
    );
  });

  it('waits within its patience, and tells the same verdict only once', async () => {
    const world = await actedWorld();
    await passMinutes(world, 3, ILL);
    expect(await verifyRecovery(world.deps, ask)).toEqual({ outcome: 'wait', waitSeconds: 60 });
    await passMinutes(world, 1, ILL);

    expect(await verifyRecovery(world.deps, ask)).toEqual({ outcome: 'wait', waitSeconds: 60 });

    expect(await world.events(INCIDENT)).toEqual(['verification-judged']);
    expect(await world.deps.verifications.list(INCIDENT)).toHaveLength(2);
  });

  it('rolls back what did not help in time', async () => {
    const world = await actedWorld();
    await passMinutes(world, 10, ILL);

    expect(await verifyRecovery(world.deps, ask)).toEqual({ outcome: 'roll-back', waitSeconds: 0 });
  });

  it('keeps added capacity, which an ill service needs, and tries the next candidate', async () => {
    const world = await actedWorld({ actions: [plannedAction()] });
    await passMinutes(world, 10, ILL);

    expect((await verifyRecovery(world.deps, ask)).outcome).toBe('next-candidate');
  });

  it('rolls back what made it worse', async () => {
    const world = await actedWorld();
    await passMinutes(world, 4, { 'error-share': 0.8 });

    expect((await verifyRecovery(world.deps, ask)).outcome).toBe('roll-back');
  });

  it('waits while it is blind, and then rolls back', async () => {
    const world = await actedWorld();
    world.clock.advance(450);
    expect((await verifyRecovery(world.deps, ask)).outcome).toBe('wait');
    world.clock.advance(120);

    expect((await verifyRecovery(world.deps, ask)).outcome).toBe('roll-back');
    expect((await world.deps.verifications.list(INCIDENT)).at(-1)?.verdict).toBe('blind');
  });

  it('goes on to the next action of the plan', async () => {
    const world = await actedWorld();
    await passMinutes(world, 4, ILL);

    expect((await verifyRecovery(world.deps, { ...ask, actionCount: 2 })).outcome).toBe('next-action');
  });

  it('judges also what was refused, from the time of its plan on', async () => {
    const world = await actedWorld();
    await passMinutes(world, 5, ILL);

    expect((await verifyRecovery(world.deps, { ...ask, actionIndex: 5, actionCount: 6 })).outcome).toBe(
      'wait',
    );
  });

  it('asks that those are well too who call what was changed, but not others', async () => {
    const others = { serviceIds: [CHECKOUT, CART], serviceId: CHECKOUT };
    const caller = await actedWorld({ serviceId: CART }, others);
    const callee = await actedWorld({ serviceId: CHECKOUT }, others);
    for (const world of [caller, callee]) {
      await passMinutes(world, 4, WELL, CHECKOUT);
      await passMinutes(world, 4, { ...WELL, 'error-share': 0.9 }, CART);
    }

    expect((await verifyRecovery(caller.deps, ask)).outcome).toBe('roll-back');
    expect((await verifyRecovery(callee.deps, ask)).outcome).toBe('hold-down');
  });

  it('keeps its lease while it looks, but takes none back that it lost', async () => {
    const world = await actedWorld();
    await world.deps.leases.acquire({ resourceId: CHECKOUT_CONFIG, executionId: OURS });
    world.clock.advance(60);
    await verifyRecovery(world.deps, ask);
    const kept = await world.deps.leases.find(CHECKOUT_CONFIG);
    expect(kept?.expiresAt).toBe(world.clock.now() + LEASE_SECONDS * 1000);

    if (kept) await world.deps.leases.release(kept);
    await world.deps.leases.acquire({ resourceId: CHECKOUT_CONFIG, executionId: THEIRS });
    await verifyRecovery(world.deps, ask);

    expect((await world.deps.leases.find(CHECKOUT_CONFIG))?.executionId).toBe(THEIRS);
  });
});

describe('in the hold-down', () => {
  const hold: VerifyInput = { ...ask, phase: 'hold-down' };

  it('resolves what stayed well', async () => {
    const world = await actedWorld();
    await passMinutes(world, 8, WELL);

    expect(await verifyRecovery(world.deps, hold)).toEqual({ outcome: 'resolved', waitSeconds: 0 });
  });

  it('rolls back what does not come back within its patience', async () => {
    const world = await actedWorld();
    await passMinutes(world, 4, ILL);
    expect((await verifyRecovery(world.deps, hold)).outcome).toBe('wait');
    await passMinutes(world, 6, ILL);

    expect((await verifyRecovery(world.deps, hold)).outcome).toBe('roll-back');
  });

  it('does not count the hold-down of another plan', async () => {
    const world = await actedWorld();
    await world.deps.verifications.add(
      INCIDENT,
      verification({ phase: 'hold-down', at: minute(-60), planId: undefined }),
    );
    await passMinutes(world, 4, ILL);

    expect((await verifyRecovery(world.deps, hold)).outcome).toBe('wait');
  });
});

describe('after a rollback', () => {
  const after: VerifyInput = { ...ask, phase: 'after-rollback' };

  it('ends when the service is well', async () => {
    const world = await rolledBackWorld();
    await passMinutes(world, 4, WELL);

    expect((await verifyRecovery(world.deps, after)).outcome).toBe('recovered');
  });

  it('gives the way back its time, and then tries the next candidate', async () => {
    const world = await rolledBackWorld();
    await passMinutes(world, 1, ILL);
    expect((await verifyRecovery(world.deps, after)).outcome).toBe('wait');
    await passMinutes(world, 1, ILL);

    expect((await verifyRecovery(world.deps, after)).outcome).toBe('next-candidate');
    expect((await verifyRecovery(world.deps, { ...after, attempt: 3 })).outcome).toBe('give-up');
  });

  it('waits for nothing where nothing was taken back', async () => {
    const world = await actedWorld();
    await passMinutes(world, 1, ILL);

    expect((await verifyRecovery(world.deps, after)).outcome).toBe('next-candidate');
  });
});

describe('while watching', () => {
  const watch: VerifyInput = { ...ask, phase: 'watch', actionCount: 0 };

  it('ends when all services of the incident are well, and changes no state', async () => {
    const world = await actedWorld();
    await passMinutes(world, 4, WELL);

    expect(await verifyRecovery(world.deps, watch)).toEqual({ outcome: 'recovered', waitSeconds: 0 });
    expect((await world.deps.incidents.find(INCIDENT))?.state).toBe('remediating');
    expect((await world.deps.verifications.list(INCIDENT)).at(-1)).not.toHaveProperty('planId');
  });

  it('gives up after a day', async () => {
    const world = await actedWorld();
    await passMinutes(world, 1, ILL);
    expect((await verifyRecovery(world.deps, watch)).outcome).toBe('wait');
    world.clock.advance(86_400);

    expect((await verifyRecovery(world.deps, watch)).outcome).toBe('give-up');
  });
});

it('gives up on an incident that has ended', async () => {
  const world = await actedWorld({}, { state: 'escalated', closedAt: NOON });

  expect(await verifyRecovery(world.deps, ask)).toEqual({ outcome: 'give-up', waitSeconds: 0 });
  expect(await world.deps.verifications.list(INCIDENT)).toEqual([]);
});

/** Checkout was ill for six minutes; an act has just been done. */
async function actedWorld(
  planChanges: Partial<Plan> = {},
  incidentChanges: Parameters<typeof openFor>[2] = {},
): Promise<TestWorld> {
  const world = makeWorld();
  const found = await fallIll(world, ILL);
  await openFor(world, found, { state: 'remediating', openedAt: NOON, ...incidentChanges });
  world.clock.advance(-90);
  const action = { kind: 'configuration/deploy-version', resourceId: CHECKOUT_CONFIG, version: 6 } as const;
  const actions = [plannedAction({ action, plannedFrom: configurationState() })];
  await world.deps.plans.put(plan({ createdAt: world.clock.now(), actions, ...planChanges }));
  await world.deps.captures.create(captureAt(world, 'apply-1-0'));
  return world;
}

async function rolledBackWorld(): Promise<TestWorld> {
  const world = await actedWorld();
  await world.deps.captures.create(captureAt(world, 'rollback-1-0'));
  return world;
}

/** An act on the configuration of checkout, which settles within two minutes. */
function captureAt(world: TestWorld, step: string): Capture {
  const action = { kind: 'configuration/deploy-version', resourceId: CHECKOUT_CONFIG, version: 6 } as const;
  return capture({ step, action, before: configurationState(), at: world.clock.now(), result: 'applied' });
}

/** Some more minutes of checkout, and of the time it takes. */
async function passMinutes(
  world: TestWorld,
  count: number,
  indicators: Parameters<TestWorld['live']>[3],
  serviceId = CHECKOUT,
): Promise<void> {
  const from = Math.round((world.clock.now() - NOON) / 60_000);
  const start = serviceId === CART ? from - count : from;
  await world.live(serviceId, start, start + count, indicators);
  if (serviceId === CHECKOUT) world.clock.advance(count * 60);
}
