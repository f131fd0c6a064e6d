import { expect, it } from 'vitest';
import { areTasksRunning } from '#application/recovery/tasks-running.ts';
import { verifyRecovery } from '#application/verify-recovery.ts';
import {
  CHECKOUT,
  CHECKOUT_CONFIG,
  CHECKOUT_ECS,
  CHECKOUT_SCALING,
  capture,
  configurationState,
  INCIDENT,
  incident,
  NOON,
  OURS,
  PLAN,
  plan,
  plannedAction,
  scalingState,
} from '../builders.ts';
import { foreseenSpike } from '../demand.ts';
import { makeWorld } from './world.ts';

/** Checkout is well, and was to be scaled from four to six tasks at noon, ahead of a spike. */
async function scaledWorld() {
  const world = makeWorld();
  await world.deps.incidents.create(
    incident({ evidence: {}, state: 'verifying', foreseen: foreseenSpike() }),
  );
  await world.deps.plans.put(plan());
  await world.deps.captures.create(capture({ at: NOON, result: 'applied' }));
  await world.live(CHECKOUT, -10, 6);
  world.clock.advance(330);
  const look = (phase: 'after-act' | 'hold-down' | 'after-rollback') =>
    verifyRecovery(world.deps, {
      executionId: OURS,
      incidentId: INCIDENT,
      planId: PLAN,
      attempt: 1,
      actionCount: 1,
      actionIndex: 0,
      phase,
    });
  return { world, look };
}

it('capacity ahead of a spike is verified when it runs and nobody suffers', async () => {
  const { world, look } = await scaledWorld();
  world.resources.describe(CHECKOUT_ECS, { runningCount: 6 });

  expect([(await look('after-act')).outcome, (await look('hold-down')).outcome]).toEqual([
    'hold-down',
    'resolved',
  ]);
});

it('is waited for while it starts, however well everything is', async () => {
  const { world, look } = await scaledWorld();
  world.resources.describe(CHECKOUT_ECS, { runningCount: 5 });

  expect((await look('after-act')).outcome).toBe('wait');
});

it('is not asked about once it was taken back', async () => {
  const { world, look } = await scaledWorld();
  world.resources.describe(CHECKOUT_ECS, { runningCount: 4 });

  expect((await look('after-rollback')).outcome).toBe('recovered');
});

it('counts for an autoscaler by the service that it scales, and not at all for what has no tasks', async () => {
  const { deps, resources } = makeWorld();
  const floor = {
    kind: 'scalable-target/set-min-capacity',
    resourceId: CHECKOUT_SCALING,
    minCapacity: 6,
  } as const;
  const raised = plan({ actions: [plannedAction({ action: floor, plannedFrom: scalingState() })] });
  const version = { kind: 'configuration/deploy-version', resourceId: CHECKOUT_CONFIG, version: 6 } as const;
  const other = plan({ actions: [plannedAction({ action: version, plannedFrom: configurationState() })] });

  resources.describe(CHECKOUT_ECS, { runningCount: 6 });
  const many = await areTasksRunning(deps, raised);
  resources.describe(CHECKOUT_ECS, { runningCount: undefined as never });
  const unknown = await areTasksRunning(deps, raised);
  resources.unreadable.add(CHECKOUT_ECS);
  const unreadable = await areTasksRunning(deps, raised);

  expect([many, unknown, unreadable, await areTasksRunning(deps, other)]).toEqual([true, false, false, true]);
});
