import { describe, expect, it } from 'vitest';
import { answerApproval } from '#application/answer-approval.ts';
import { applyAction } from '#application/apply-action.ts';
import { beginExecution } from '#application/begin-execution.ts';
import { hashPlan } from '#application/planning/compose-plan.ts';
import { requestApproval } from '#application/request-approval.ts';
import { rollBack } from '#application/roll-back.ts';
import { buildApprovalId } from '#contracts/naming.ts';
import { RejectedError } from '#domain/errors.ts';
import { LEASE_SECONDS } from '#domain/lease/lease.ts';
import type { Plan } from '#domain/plan/plan.ts';
import {
  at,
  CART,
  CART_ECS,
  CHECKOUT,
  CHECKOUT_ECS,
  ecsState,
  INCIDENT,
  type incident,
  NOON,
  OURS,
  PLAN,
  plan,
  plannedAction,
  scaleTo,
  service,
  THEIRS,
} from '../builders.ts';
import { fallIll, makeWorld, openFor, shopSettings, type TestWorld } from './world.ts';

const ids = { executionId: OURS, incidentId: INCIDENT, planId: PLAN };
const begin = { ...ids, waitedSeconds: 0 };
const apply = { ...ids, actionIndex: 0, fencingToken: 1 };
const back = { ...ids, fencingToken: 1 };

describe('beginning an execution', () => {
  it('takes the lease and a slot of the budget, and says so', async () => {
    const world = await plannedWorld();

    const answer = await beginExecution(world.deps, begin);

    expect(answer).toEqual({ outcome: 'begun', fencingToken: 1, waitSeconds: 0, waitedSeconds: 0 });
    expect(await world.deps.leases.find(CHECKOUT_ECS)).toMatchObject({ executionId: OURS, fencingToken: 1 });
    expect((await world.deps.budget.find()).slots).toMatchObject([
      { executionId: OURS, group: [CHECKOUT, CART] },
    ]);
    expect((await world.deps.incidents.find(INCIDENT))?.state).toBe('remediating');
    expect(await world.audited()).toEqual(['lease-granted']);
    expect(await world.events(INCIDENT)).toEqual(['execution-begun']);
  });

  it('renews them when it is delivered again', async () => {
    const world = await plannedWorld();
    await beginExecution(world.deps, begin);
    world.clock.advance(30);

    const again = await beginExecution(world.deps, begin);

    expect(again).toMatchObject({ outcome: 'begun', fencingToken: 1 });
    expect(await world.events(INCIDENT)).toEqual(['execution-begun']);
  });

  it('gives all resources the same token', async () => {
    const actions = [plannedAction(), plannedAction({ action: { ...scaleTo(6), resourceId: CART_ECS } })];
    const world = await plannedWorld({ actions });
    for (const executionId of [THEIRS, OURS, THEIRS]) {
      const granted = await world.deps.leases.acquire({ resourceId: CHECKOUT_ECS, executionId });
      if (granted.ok) await world.deps.leases.release(granted.value);
    }

    const answer = await beginExecution(world.deps, begin);

    const tokens = (await world.deps.leases.listHeld()).map(({ fencingToken }) => fencingToken);
    expect(tokens).toEqual([answer.fencingToken, answer.fencingToken]);
    expect(answer.fencingToken).toBe(4);
  });

  it.each<[string, (world: TestWorld) => unknown, string]>([
    ['all healing is stopped', (world) => engage(world), 'all healing is stopped'],
    ['the stop switch cannot be read', (world) => breakSwitch(world), 'all healing is stopped'],
    ['recovery is switched off', (world) => world.flagsOff.add('self_healing.recovery'), 'feature flag'],
    [
      'the mode was tightened to suggest',
      (world) => world.changeSettings({ mode: 'suggest' }),
      'the mode is suggest now',
    ],
    [
      'the mode was tightened to approve',
      (world) => world.changeSettings({ mode: 'approve' }),
      'nobody has approved it',
    ],
    [
      'the service is no longer watched',
      (world) => world.changeSettings({ services: [] }),
      'checkout is no longer watched',
    ],
    [
      'a freeze has begun',
      (world) => world.changeSettings({ calendar: [freeze] }),
      'the change freeze "sale"',
    ],
    [
      'the resource lost its tag',
      (world) => world.resources.describe(CHECKOUT_ECS, { tags: {} }),
      'does not carry the tag',
    ],
    [
      'the stored plan was altered',
      (world) => world.deps.plans.put({ ...sealed(), hash: 'beef' }),
      'not the one that was made',
    ],
  ])('is refused for good when %s', async (_case, change, reason) => {
    const world = await plannedWorld();
    await change(world);

    expect(await beginExecution(world.deps, begin)).toMatchObject({ outcome: 'refused', fencingToken: 0 });
    expect(await lastLine(world)).toContain(reason);
    expect(await world.deps.leases.listHeld()).toEqual([]);
  });

  it('is refused when the model has dropped out of the detection since the plan was made', async () => {
    const world = await plannedWorld({}, { isFallback: true });

    expect((await beginExecution(world.deps, begin)).outcome).toBe('refused');
    expect(await lastLine(world)).toContain('the model no longer takes part');
  });

  it('is refused when the incident has ended', async () => {
    const world = await plannedWorld({}, { state: 'escalated', closedAt: NOON });

    expect((await beginExecution(world.deps, begin)).outcome).toBe('refused');
    expect(await lastLine(world)).toContain('the incident is escalated');
  });

  it.each<[string, (world: TestWorld) => unknown, string]>([
    [
      'somebody changed the resource',
      (world) => world.resources.describe(CHECKOUT_ECS, { state: ecsState({ desiredCount: 3 }) }),
      'somebody changed ecs-service/shop/checkout',
    ],
    [
      'the resource cannot be read',
      (world) => world.resources.unreadable.add(CHECKOUT_ECS),
      'cannot be read',
    ],
    [
      'a deployment has begun',
      (world) => world.resources.describe(CHECKOUT_ECS, { isDeploymentInProgress: true }),
      'a deployment of ecs-service/shop/checkout is in progress',
    ],
    ['the data has become old', (world) => world.clock.advance(900), 'the newest data is'],
    ['the trouble is over', (world) => world.live(CHECKOUT, 6, 9), 'the trouble is over'],
  ])('plans again when %s', async (_case, change, reason) => {
    const world = await plannedWorld();
    await change(world);

    expect((await beginExecution(world.deps, begin)).outcome).toBe('stale');
    expect(await lastLine(world)).toContain(reason);
  });

  it('judges only the first action on a resource, as the second follows from it', async () => {
    const actions = [
      plannedAction(),
      plannedAction({ action: scaleTo(8), plannedFrom: ecsState({ desiredCount: 6 }) }),
    ];
    const world = await plannedWorld({ actions });

    expect((await beginExecution(world.deps, begin)).outcome).toBe('begun');
  });

  it('goes on with the plan that was approved, and with no other', async () => {
    const world = await plannedWorld({ approvalsNeeded: 1, mode: 'approve' });
    world.changeSettings({ mode: 'approve' });
    expect((await beginExecution(world.deps, begin)).outcome).toBe('refused');
    expect(await lastLine(world)).toContain('it was not approved');

    await requestApproval(world.deps, { ...ids, taskToken: 'token' });
    const { hash } = (await world.deps.plans.find(PLAN)) ?? plan();
    const approvalId = buildApprovalId(PLAN);
    await answerApproval(world.deps, { approvalId, planHash: hash, by: 'ana', verdict: 'approve' });

    expect((await beginExecution(world.deps, begin)).outcome).toBe('begun');
  });

  it('waits while another execution holds the lease, and says so once', async () => {
    const world = await plannedWorld();
    await world.deps.leases.acquire({ resourceId: CHECKOUT_ECS, executionId: THEIRS });

    const first = await beginExecution(world.deps, begin);
    const second = await beginExecution(world.deps, { ...begin, waitedSeconds: first.waitedSeconds });

    expect(first).toEqual({ outcome: 'busy', fencingToken: 0, waitSeconds: 60, waitedSeconds: 60 });
    expect(second.waitedSeconds).toBe(120);
    expect(await world.events(INCIDENT)).toEqual(['execution-waiting']);
    expect(await lastLine(world)).toContain(`${THEIRS} holds the lease`);
  });

  it('gives back the leases it got when one of them is refused', async () => {
    const actions = [plannedAction({ action: { ...scaleTo(6), resourceId: CART_ECS } }), plannedAction()];
    const world = await plannedWorld({ actions });
    await world.deps.leases.acquire({ resourceId: CHECKOUT_ECS, executionId: THEIRS });

    expect((await beginExecution(world.deps, begin)).outcome).toBe('busy');
    expect((await world.deps.leases.listHeld()).map(({ executionId }) => executionId)).toEqual([THEIRS]);
  });

  it('waits while the budget is used up, holding nothing meanwhile', async () => {
    const world = await plannedWorld();
    const seen = await world.deps.budget.find();
    const slot = { executionId: THEIRS, serviceId: CART, group: [CART], expiresAt: at(3600) };
    await world.deps.budget.replace(seen, { ...seen, version: seen.version + 1, slots: [slot] });

    expect((await beginExecution(world.deps, begin)).outcome).toBe('busy');
    expect(await world.deps.leases.listHeld()).toEqual([]);
  });

  it('does not wait for ever', async () => {
    const world = await plannedWorld();
    await world.deps.leases.acquire({ resourceId: CHECKOUT_ECS, executionId: THEIRS });

    expect((await beginExecution(world.deps, { ...begin, waitedSeconds: 1200 })).outcome).toBe('refused');
    expect(await lastLine(world)).toContain('waited 1200 s for its turn');
  });

  it('gives up a budget that never lets it win', async () => {
    const world = await plannedWorld();
    const budget = { ...world.deps.budget, replace: async () => false };

    await expect(beginExecution({ ...world.deps, budget }, begin)).rejects.toThrow(
      'Writing the recovery budget lost 20 races in a row',
    );
  });
});

describe('applying an action', () => {
  it('changes the resource, after keeping the way back', async () => {
    const world = await begunWorld();

    const answer = await applyAction(world.deps, apply);

    expect(answer).toEqual({ outcome: 'applied', soakSeconds: 180 });
    expect(world.resources.stateOf(CHECKOUT_ECS)).toMatchObject({ desiredCount: 6 });
    expect(world.resources.tokens).toEqual([`${OURS}/apply-1-0`]);
    const [kept] = await world.deps.captures.listOf(OURS);
    expect(kept).toMatchObject({
      step: 'apply-1-0',
      before: { desiredCount: 4 },
      inverse: { desiredCount: 4 },
      after: { desiredCount: 6 },
      result: 'applied',
    });
    expect((await world.audited()).slice(1)).toEqual(['action-intended', 'action-applied']);
    expect(world.counted).toEqual({ ActionsApplied: 1 });
  });

  it('captures and audits before it acts', async () => {
    const world = await begunWorld();
    const order: string[] = [];
    const actuator = {
      async apply() {
        order.push(...(await world.audited()), String((await world.deps.captures.listOf(OURS)).length));
      },
    };

    await applyAction({ ...world.deps, actuator }, apply);

    expect(order).toEqual(['lease-granted', 'action-intended', '1']);
  });

  it('keeps its lease and its slot alive', async () => {
    const world = await begunWorld();
    world.clock.advance(300);

    await applyAction(world.deps, apply);

    expect((await world.deps.leases.find(CHECKOUT_ECS))?.expiresAt).toBe(
      world.clock.now() + LEASE_SECONDS * 1000,
    );
  });

  it.each<[string, (world: TestWorld) => unknown, string]>([
    [
      'the live state cannot be read',
      (world) => world.resources.unreadable.add(CHECKOUT_ECS),
      'cannot be read',
    ],
    [
      'the world has moved since the plan',
      (world) => world.resources.describe(CHECKOUT_ECS, { state: ecsState({ desiredCount: 3 }) }),
      'somebody changed ecs-service/shop/checkout',
    ],
    [
      'the resource is denied now',
      (world) =>
        world.resources.describe(CHECKOUT_ECS, {
          tags: { 'fleetmedic:managed': 'true', 'fleetmedic:deny': '' },
        }),
      'carries the tag fleetmedic:deny',
    ],
    [
      'another execution has taken the lease',
      (world) => loseLease(world),
      'its lease on ecs-service/shop/checkout was lost',
    ],
  ])('is refused, and changes nothing, when %s', async (_case, change, reason) => {
    const world = await begunWorld();
    await change(world);

    expect(await applyAction(world.deps, apply)).toEqual({ outcome: 'refused', soakSeconds: 0 });
    expect(world.resources.applied).toEqual([]);
    expect(await world.deps.captures.listOf(OURS)).toEqual([]);
    expect(await lastLine(world)).toContain(reason);
    expect((await world.audited()).at(-1)).toBe('action-refused');
  });

  it('is refused under an old token', async () => {
    const world = await begunWorld();

    expect((await applyAction(world.deps, { ...apply, fencingToken: 2 })).outcome).toBe('refused');
  });

  it.each<[string, (world: TestWorld) => unknown]>([
    ['is engaged', (world) => engage(world)],
    ['cannot be read', (world) => breakSwitch(world)],
  ])('stops when the stop switch %s', async (_case, change) => {
    const world = await begunWorld();
    await change(world);

    expect(await applyAction(world.deps, apply)).toEqual({ outcome: 'stopped', soakSeconds: 0 });
    expect(world.resources.tokens).toEqual([]);
    expect(await world.events(INCIDENT)).toContain('action-stopped');
  });

  it('reports a lost answer as unknown, so that it will be verified and rolled back', async () => {
    const world = await begunWorld();
    world.resources.failNextApply(new Error('socket hang up'));

    expect((await applyAction(world.deps, apply)).outcome).toBe('unknown');
    expect(await world.deps.captures.listOf(OURS)).toMatchObject([{ result: 'unknown' }]);
    expect(await lastLine(world)).toContain('no clear answer (socket hang up); it counts as done');
  });

  it('reports also what is thrown without being an error', async () => {
    const world = await begunWorld();
    const actuator = { apply: () => Promise.reject('odd') };

    expect((await applyAction({ ...world.deps, actuator }, apply)).outcome).toBe('unknown');
  });

  it('reports a rejection by the service as a refusal', async () => {
    const world = await begunWorld();
    world.resources.failNextApply(new RejectedError('service is draining'));

    expect((await applyAction(world.deps, apply)).outcome).toBe('refused');
    expect(await lastLine(world)).toContain('the service refused it (service is draining)');
  });

  it('never acts twice when the step is delivered twice', async () => {
    const world = await begunWorld();
    await applyAction(world.deps, apply);

    const again = await applyAction(world.deps, apply);

    expect(again.outcome).toBe('applied');
    expect(world.resources.applied).toHaveLength(1);
  });

  it('says what can be seen when it was cut off in the middle', async () => {
    const world = await begunWorld();
    const cut = { ...world.deps.captures, complete: () => Promise.reject(new Error('killed')) };
    await expect(applyAction({ ...world.deps, captures: cut }, apply)).rejects.toThrow('killed');

    expect((await applyAction(world.deps, apply)).outcome).toBe('applied');
    expect(world.resources.applied).toHaveLength(1);
  });

  it('counts as done what was cut off before the call, as nobody can know', async () => {
    const world = await begunWorld();
    const audit = { ...world.deps.audit, append: () => Promise.reject(new Error('killed')) };
    await expect(applyAction({ ...world.deps, audit }, apply)).rejects.toThrow('killed');
    world.resources.unreadable.add(CHECKOUT_ECS);

    expect((await applyAction(world.deps, apply)).outcome).toBe('unknown');
    expect(world.resources.tokens).toEqual([]);
  });

  it('does not act beside its own twin', async () => {
    const world = await begunWorld();

    const answers = await Promise.all([applyAction(world.deps, apply), applyAction(world.deps, apply)]);

    expect(world.resources.applied).toHaveLength(1);
    expect(answers.every(({ outcome }) => outcome === 'applied' || outcome === 'unknown')).toBe(true);
  });

  it('fails when the way back cannot be kept', async () => {
    const world = await begunWorld();
    const captures = { ...world.deps.captures, create: () => Promise.reject(new Error('disk full')) };

    await expect(applyAction({ ...world.deps, captures }, apply)).rejects.toThrow('disk full');
    expect(world.resources.tokens).toEqual([]);
  });

  it('needs an action that is in the plan', async () => {
    const world = await begunWorld();

    await expect(applyAction(world.deps, { ...apply, actionIndex: 7 })).rejects.toThrow(
      'has 1 actions, there is no action 7',
    );
  });
});

describe('rolling back', () => {
  it('takes back what was done, with capture and audit of its own', async () => {
    const world = await actedWorld();

    const answer = await rollBack(world.deps, back);

    expect(answer).toEqual({ outcome: 'rolled-back', soakSeconds: 180 });
    expect(world.resources.stateOf(CHECKOUT_ECS)).toMatchObject({ desiredCount: 4 });
    expect(await world.deps.captures.find(OURS, 'rollback-1-0')).toMatchObject({ result: 'applied' });
    expect((await world.audited()).slice(-2)).toEqual(['action-intended', 'action-applied']);
    expect(await lastLine(world)).toBe('Taken back: Set desired tasks from 6 to 4');
  });

  it('takes back the newest first', async () => {
    const actions = [plannedAction(), plannedAction({ action: { ...scaleTo(5), resourceId: CART_ECS } })];
    const world = await actedWorld({ actions });
    await applyAction(world.deps, { ...apply, actionIndex: 1 });

    await rollBack(world.deps, back);

    expect(world.resources.applied.map(({ resourceId }) => resourceId)).toEqual([
      CHECKOUT_ECS,
      CART_ECS,
      CART_ECS,
      CHECKOUT_ECS,
    ]);
  });

  it('happens once, however often it is delivered', async () => {
    const world = await actedWorld();
    await rollBack(world.deps, back);

    expect((await rollBack(world.deps, back)).outcome).toBe('rolled-back');
    expect(world.resources.applied).toHaveLength(2);
  });

  it('reports a second delivery of a failed way back as failed', async () => {
    const world = await actedWorld();
    world.resources.failNextApply(new RejectedError('no'));
    await rollBack(world.deps, back);

    expect((await rollBack(world.deps, back)).outcome).toBe('incomplete');
    expect(world.resources.applied).toHaveLength(1);
  });

  it('also takes back what had no clear answer but is there', async () => {
    const world = await begunWorld();
    const actuator = {
      async apply(...call: Parameters<typeof world.deps.actuator.apply>) {
        await world.deps.actuator.apply(...call);
        throw new Error('socket hang up');
      },
    };
    await applyAction({ ...world.deps, actuator }, apply);

    expect((await rollBack(world.deps, back)).outcome).toBe('rolled-back');
    expect(world.resources.stateOf(CHECKOUT_ECS)).toMatchObject({ desiredCount: 4 });
  });

  it('has nothing to undo where nothing took effect, or nothing can be taken back', async () => {
    const lost = await begunWorld();
    lost.resources.failNextApply(new Error('socket hang up'));
    await applyAction(lost.deps, apply);
    const restart = { kind: 'ecs-service/force-new-deployment', resourceId: CHECKOUT_ECS } as const;
    const restarted = await actedWorld({ actions: [plannedAction({ action: restart })] });

    expect(await rollBack(lost.deps, back)).toEqual({ outcome: 'nothing-to-undo', soakSeconds: 60 });
    expect(await rollBack(restarted.deps, back)).toEqual({ outcome: 'nothing-to-undo', soakSeconds: 60 });
  });

  it('leaves alone what another attempt did', async () => {
    const world = await actedWorld();
    const second = { ...plan(), attempt: 2, hash: '' };
    await world.deps.plans.put({ ...second, planId: PLAN });

    expect((await rollBack(world.deps, back)).outcome).toBe('nothing-to-undo');
  });

  it.each<[string, (world: TestWorld) => unknown, string]>([
    [
      'the live state cannot be read',
      (world) => world.resources.unreadable.add(CHECKOUT_ECS),
      'cannot be read',
    ],
    [
      'somebody changed it meanwhile',
      (world) => world.resources.describe(CHECKOUT_ECS, { state: ecsState({ desiredCount: 9 }) }),
      'somebody changed ecs-service/shop/checkout meanwhile',
    ],
    [
      'another execution has the lease',
      (world) => loseLease(world),
      'its lease on ecs-service/shop/checkout was lost',
    ],
    [
      'the service refuses',
      (world) => world.resources.failNextApply(new RejectedError('draining')),
      'draining',
    ],
    ['there is no clear answer', (world) => world.resources.failNextApply(new Error('hang up')), 'hang up'],
  ])('is incomplete when %s', async (_case, change, reason) => {
    const world = await actedWorld();
    await change(world);

    expect((await rollBack(world.deps, back)).outcome).toBe('incomplete');
    expect(await lastLine(world)).toBe(
      `Not taken back: ${reason.startsWith('cannot') ? 'ecs-service/shop/checkout ' : ''}${reason}`,
    );
  });

  it('goes on with the rest when one way back fails', async () => {
    const actions = [plannedAction(), plannedAction({ action: { ...scaleTo(5), resourceId: CART_ECS } })];
    const world = await actedWorld({ actions });
    await applyAction(world.deps, { ...apply, actionIndex: 1 });
    world.resources.failNextApply(new RejectedError('no'));

    expect((await rollBack(world.deps, back)).outcome).toBe('incomplete');
    expect(world.resources.stateOf(CHECKOUT_ECS)).toMatchObject({ desiredCount: 4 });
  });

  it('stops at the stop switch', async () => {
    const actions = [plannedAction(), plannedAction({ action: { ...scaleTo(5), resourceId: CART_ECS } })];
    const world = await actedWorld({ actions });
    await applyAction(world.deps, { ...apply, actionIndex: 1 });
    await engage(world);

    expect((await rollBack(world.deps, back)).outcome).toBe('stopped');
    expect(world.resources.applied).toHaveLength(2);
  });

  it('is still possible after a pause in which the lease lapsed', async () => {
    const world = await actedWorld();
    world.clock.advance(10 * LEASE_SECONDS);

    expect((await rollBack(world.deps, back)).outcome).toBe('rolled-back');
  });

  it('says what is known of a way back that was cut off', async () => {
    const world = await actedWorld();
    const cut = { ...world.deps.captures, complete: () => Promise.reject(new Error('killed')) };
    await expect(rollBack({ ...world.deps, captures: cut }, back)).rejects.toThrow('killed');

    expect((await rollBack(world.deps, back)).outcome).toBe('rolled-back');
  });

  it('explains a twin that had no clear answer', async () => {
    const world = await actedWorld();
    const create = async (...given: Parameters<typeof world.deps.captures.create>) => {
      await world.deps.captures.create({ ...given[0], result: 'unknown' });
      await world.deps.captures.create(...given);
    };

    expect(
      (await rollBack({ ...world.deps, captures: { ...world.deps.captures, create } }, back)).outcome,
    ).toBe('incomplete');
    expect(await lastLine(world)).toBe('Not taken back: its result is unknown');
  });
});

const freeze = {
  name: 'sale',
  kind: 'freeze',
  from: '2026-11-23T00:00:00Z',
  to: '2026-11-24T00:00:00Z',
} as const;

function sealed(changes: Partial<Plan> = {}): Plan {
  const unsealed = plan(changes);
  return { ...unsealed, hash: hashPlan(unsealed) };
}

/** Checkout is ill and a plan to scale it was made. */
async function plannedWorld(
  planChanges: Partial<Plan> = {},
  incidentChanges: Parameters<typeof incident>[0] = {},
): Promise<TestWorld> {
  const checkout = service({ id: CHECKOUT, dependsOn: [CART] });
  const world = makeWorld({ services: [checkout, ...shopSettings().services.slice(1)] });
  const found = await fallIll(world, { 'error-share': 0.3 });
  await openFor(world, found, { state: 'planned', openedAt: NOON, ...incidentChanges });
  await world.deps.plans.put(sealed(planChanges));
  return world;
}

async function begunWorld(planChanges: Partial<Plan> = {}): Promise<TestWorld> {
  const world = await plannedWorld(planChanges);
  await beginExecution(world.deps, begin);
  return world;
}

async function actedWorld(planChanges: Partial<Plan> = {}): Promise<TestWorld> {
  const world = await begunWorld(planChanges);
  await applyAction(world.deps, apply);
  return world;
}

async function lastLine(world: TestWorld): Promise<string | undefined> {
  return (await world.deps.incidents.timeline(INCIDENT)).at(-1)?.summary;
}

async function engage(world: TestWorld): Promise<void> {
  await world.deps.stopSwitch.write({ isEngaged: true, by: 'ana', reason: 'drill', at: NOON });
}

function breakSwitch(world: TestWorld): void {
  Object.assign(world.deps, {
    stopSwitch: { ...world.deps.stopSwitch, read: () => Promise.reject(new Error('no answer')) },
  });
}

async function loseLease(world: TestWorld): Promise<void> {
  const lease = await world.deps.leases.find(CHECKOUT_ECS);
  if (lease) await world.deps.leases.release(lease);
  await world.deps.leases.acquire({ resourceId: CHECKOUT_ECS, executionId: THEIRS });
}
