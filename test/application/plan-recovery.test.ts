import { describe, expect, it } from 'vitest';
import { planRecovery } from '#application/plan-recovery.ts';
import { hashPlan } from '#application/planning/compose-plan.ts';
import { planActions } from '#application/planning/plan-actions.ts';
import { buildPlanId } from '#contracts/naming.ts';
import { ServiceId } from '#domain/ids.ts';
import type { Incident } from '#domain/incident/incident.ts';
import {
  anomaly,
  CART,
  CHECKOUT,
  CHECKOUT_CONFIG,
  CHECKOUT_ECS,
  change,
  configurationState,
  incident,
  minute,
  NOON,
  plan,
  resourceDescription,
  scaleTo,
  service,
} from '../builders.ts';
import { fallIll, type IllnessOptions, makeWorld, openFor, shopSettings, type TestWorld } from './world.ts';

const WEB = ServiceId.parse('web');
const PAYMENT = ServiceId.parse('payment');
const FAILING = { 'error-share': 0.3 };
const SATURATED = { 'latency-p99': 2, cpu: 95, throughput: 260 };

describe('a plan', () => {
  it('returns to the version before a bad deployment, by itself in mode auto', async () => {
    const { world, input, planId } = await deployedWorld();

    const answer = await planRecovery(world.deps, input);

    expect(answer).toEqual({
      outcome: 'ready',
      planId,
      strategy: 'configuration-rollback',
      actionCount: 1,
      waitSeconds: 0,
    });
    const stored = await world.deps.plans.find(planId);
    expect(stored).toMatchObject({
      strategy: 'configuration-rollback',
      failureType: 'bad-deployment',
      serviceId: CHECKOUT,
      mode: 'auto',
      approvalsNeeded: 0,
      actions: [
        {
          action: { kind: 'ecs-service/set-task-definition', taskDefinition: 'checkout:40' },
          plannedFrom: { taskDefinition: 'checkout:41' },
          inverse: { taskDefinition: 'checkout:41' },
          description: 'Deploy checkout:40 in place of checkout:41',
        },
      ],
    });
    expect(stored && hashPlan(stored)).toBe(stored?.hash);
    expect((await world.deps.incidents.find(input.incidentId))?.state).toBe('planned');
    expect(await world.events(input.incidentId)).toEqual(['plan-made']);
    expect(await world.audited()).toEqual(['plan-made']);
  });

  it('is the same when it is delivered again, and told once', async () => {
    const { world, input } = await deployedWorld();
    const first = await planRecovery(world.deps, input);
    world.resources.unreadable.add(CHECKOUT_ECS);

    expect(await planRecovery(world.deps, input)).toEqual(first);
    expect(await world.events(input.incidentId)).toEqual(['plan-made']);
  });

  it('asks people where the mode, the detection or the risk demands it', async () => {
    const approve = await deployedWorld({ mode: 'approve' });
    const unmodelled = await deployedWorld({}, { isFallback: true });

    const [byMode, byDetection] = [
      await planRecovery(approve.world.deps, approve.input),
      await planRecovery(unmodelled.world.deps, unmodelled.input),
    ];

    expect([byMode.outcome, byDetection.outcome]).toEqual(['needs-approval', 'needs-approval']);
    const stored = await approve.world.deps.plans.find(approve.planId);
    expect(stored?.approvalsNeeded).toBe(1);
    expect(stored?.summary).toContain('People decide, because the mode is approve');
  });

  it.each(['observe', 'suggest'] as const)('is only shown in mode %s', async (mode) => {
    const { world, input } = await deployedWorld({ mode });

    const answer = await planRecovery(world.deps, input);

    expect(answer).toMatchObject({ outcome: 'watch-only', actionCount: 1, waitSeconds: 60 });
    const [line] = await world.deps.incidents.timeline(input.incidentId);
    expect(line?.event).toBe('plan-suggested');
    expect(line?.summary).toContain(`Would have done, were the mode not ${mode}: Roll checkout back`);
    expect(world.published.some(({ type }) => type === 'plan-suggested')).toBe(mode === 'suggest');
  });

  it('keeps to the most restrictive of the modes of fleet, service and strategy', async () => {
    const services = shopSettings().services.map((each) => ({
      ...each,
      strategies: { 'configuration-rollback': 'suggest' as const },
    }));
    const { world, input, planId } = await deployedWorld({ services });

    const answer = await planRecovery(world.deps, input);

    expect(answer.outcome).toBe('watch-only');
    expect((await world.deps.plans.find(planId))?.mode).toBe('suggest');
  });

  it('keeps what was considered and not chosen', async () => {
    const { world, input, planId } = await saturatedWorld();
    await world.deps.changes.put(change({ at: minute(-20) }));

    await planRecovery(world.deps, input);

    expect(await world.deps.plans.find(planId)).toMatchObject({
      strategy: 'instance-scaling',
      summary: 'Scale checkout from 4 to 8 tasks: CPU at 95 %',
      alternatives: [],
    });
  });

  it('takes the second best for the next attempt, never the same again', async () => {
    const { world, input, planId } = await saturatedWorld();
    await planRecovery(world.deps, input);
    world.clock.advance(60);

    const second = await planRecovery(world.deps, { ...input, attempt: 2, revision: 1 });

    expect(second.outcome).toBe('no-safe-action');
    const stored = second.planId && (await world.deps.plans.find(second.planId));
    expect(stored).toMatchObject({
      strategy: 'alert-escalation',
      actions: [],
      alternatives: [{ verdict: 'refused', detail: 'it was tried already in this recovery' }],
    });
    expect(planId).not.toBe(second.planId);
  });

  it('shows every candidate that lost with its score', async () => {
    const { world, input, planId } = await deployedWorld();
    const other = {
      ...world.deps.strategies[1],
      remedies: { 'bad-deployment': { successes: 1, failures: 9 } },
    };
    const strategies = [...world.deps.strategies, other as (typeof world.deps.strategies)[number]];

    await planRecovery({ ...world.deps, strategies }, input);

    expect((await world.deps.plans.find(planId))?.alternatives).toMatchObject([
      { strategy: 'configuration-rollback', verdict: 'outranked', score: expect.any(Number) },
    ]);
  });
});

describe('planning looks again', () => {
  it('while the trouble is young and may pass by itself', async () => {
    const { world, input } = await saturatedWorld({ untilMinute: 2 });

    const answer = await planRecovery(world.deps, input);

    expect(answer).toEqual({ outcome: 'look-again', actionCount: 0, waitSeconds: 60 });
    const [line] = await world.deps.incidents.timeline(input.incidentId);
    expect(line?.summary).toMatch(/^Nothing is done yet: it began .* ago and may pass by itself$/);
  });

  it('while the evidence explains nothing yet, or not surely enough', async () => {
    const unexplained = await illWorld({ 'latency-p99': 2, 'latency-p50': 0.4 });
    const { approvals } = shopSettings();
    const unsure = await illWorld(FAILING, {
      untilMinute: 5,
      settings: { approvals: { ...approvals, minAutoConfidence: 0.95 } },
    });

    await planRecovery(unexplained.world.deps, unexplained.input);
    await planRecovery(unsure.world.deps, unsure.input);

    expect(await lastLine(unexplained.world, unexplained.input)).toContain(
      'the evidence does not explain it yet',
    );
    expect(await lastLine(unsure.world, unsure.input)).toContain('the diagnosis is not sure enough yet');
  });

  it('while nothing is known yet of what the ill service calls, for a while', async () => {
    const { world, input } = await illWorld(SATURATED, { cartUntilMinute: -2 });
    const late = await illWorld(SATURATED, { cartUntilMinute: -2, untilMinute: 11 });

    expect((await planRecovery(world.deps, input)).outcome).toBe('look-again');
    expect(await lastLine(world, input)).toContain('it is not known yet how cart, which it calls, has been');
    expect((await planRecovery(late.world.deps, late.input)).outcome).toBe('ready');
  });

  it('for no news of a service that the suspect does not call', async () => {
    const { world, input, planId } = await cartWorld();
    await world.live(PAYMENT, -180, -2);

    expect((await planRecovery(world.deps, input)).outcome).toBe('ready');
    expect(await world.deps.plans.find(planId)).toMatchObject({ serviceId: CART });
  });

  it('for no evidence where no strategy could act on the suspicion', async () => {
    const { world, input } = await stormWorld({ cartUntilMinute: -2 });

    expect((await planRecovery(world.deps, input)).outcome).toBe('no-safe-action');
    expect(await lastLine(world, input)).toContain('no strategy remedies it');
  });

  it('while data is missing or old', async () => {
    const { world, input } = await deployedWorld();
    world.clock.advance(900);
    const blind = makeWorld();
    const opened = await openFor(blind, await fallIll(makeWorld(), FAILING));
    const blindInput = { ...input, incidentId: opened.incidentId };

    expect((await planRecovery(world.deps, input)).outcome).toBe('look-again');
    expect((await planRecovery(blind.deps, blindInput)).outcome).toBe('look-again');
    expect(await lastLine(world, input)).toContain('the newest data is 18 min old');
    expect(await lastLine(blind, blindInput)).toContain('the health of checkout is unknown');
  });

  it('while somebody else deploys, and says the same only once', async () => {
    const { world, input } = await deployedWorld();
    world.resources.describe(CHECKOUT_ECS, { isDeploymentInProgress: true });

    expect((await planRecovery(world.deps, { ...input, revision: 1 })).outcome).toBe('look-again');
    expect((await planRecovery(world.deps, { ...input, revision: 2 })).outcome).toBe('look-again');

    expect(await world.events(input.incidentId)).toEqual(['plan-postponed']);
  });

  it('until its patience is over', async () => {
    const { world, input } = await deployedWorld();
    world.resources.describe(CHECKOUT_ECS, { isDeploymentInProgress: true });
    const stale = await deployedWorld();
    stale.world.clock.advance(900);

    expect((await planRecovery(world.deps, { ...input, revision: 20 })).outcome).toBe('no-safe-action');
    expect((await planRecovery(stale.world.deps, { ...stale.input, revision: 20 })).outcome).toBe(
      'no-safe-action',
    );
    expect(await lastLine(stale.world, stale.input)).toContain('waited in vain: the newest data is');
  });
});

describe('planning calls people', () => {
  it.each<[string, (world: TestWorld) => unknown, string]>([
    ['when all healing is stopped', (world) => engage(world), 'all healing is stopped'],
    [
      'when recovery is switched off',
      (world) => world.flagsOff.add('self_healing.recovery'),
      'switched off by its feature flag',
    ],
    [
      'when diagnosis is switched off',
      (world) => world.flagsOff.add('self_healing.diagnosis'),
      'Not sure enough to act',
    ],
    [
      'when the resource may not be touched',
      (world) => world.resources.describe(CHECKOUT_ECS, { tags: {} }),
      'configuration-rollback stood aside: ecs-service/shop/checkout does not carry the tag',
    ],
    [
      'when the resource cannot be read',
      (world) => world.resources.unreadable.add(CHECKOUT_ECS),
      'stood aside: what was changed could not be read',
    ],
    [
      'in a storm of incidents',
      (world) => Promise.all([1, 2, 3, 4, 5].map((each) => openSomewhere(world, each))),
      '6 incidents began within 5 min',
    ],
    [
      'when the strategy has failed too often',
      (world) => spoil(world),
      'the best candidate, configuration-rollback, promises too little',
    ],
  ])('%s', async (_case, prepare, reason) => {
    const { world, input, planId } = await deployedWorld();
    await prepare(world);

    const answer = await planRecovery(world.deps, input);

    expect(answer).toEqual({ outcome: 'no-safe-action', planId, actionCount: 0, waitSeconds: 0 });
    expect((await world.deps.plans.find(planId))?.summary).toContain(reason);
    expect(await world.events(input.incidentId)).toEqual(['no-safe-action']);
  });

  it('when nothing remedies what was found', async () => {
    const { world, input } = await stormWorld();

    await planRecovery(world.deps, input);

    expect(await lastLine(world, input)).toBe(
      'Call people: checkout shows a storm of retries; no strategy remedies it',
    );
  });

  it('when the cause lies with a service that is not watched', async () => {
    const services = shopSettings().services.map((each) =>
      each.id === CHECKOUT ? { ...each, dependsOn: [ServiceId.parse('bank')] } : each,
    );
    const { world, input } = await illWorld(
      { 'latency-p99': 2, 'latency-p50': 0.4 },
      { settings: { services } },
    );

    await planRecovery(world.deps, input);

    expect(await lastLine(world, input)).toBe(
      'Call people: bank shows a dependency that answers slowly; no strategy remedies it',
    );
  });

  it('when the world moved on each time it was planned', async () => {
    const { world, input } = await deployedWorld();

    await planRecovery(world.deps, { ...input, revision: 21 });

    expect(await lastLine(world, input)).toContain(
      'it was planned 21 times and the world moved on each time',
    );
  });

  it('when nothing is believed at all', async () => {
    const world = makeWorld();
    const found = await fallIll(makeWorld(), FAILING);
    await world.live(CHECKOUT, 0, 6, { 'error-share': 0.06 });
    world.clock.advance(450);
    const opened = await openFor(world, found);

    await planRecovery(world.deps, { ...inputFor(opened), revision: 20 });

    expect(await lastLine(world, inputFor(opened))).toContain(
      'Call people: checkout shows trouble without an explanation',
    );
  });
});

describe('planning does nothing', () => {
  it('when the trouble is over', async () => {
    const { world, input } = await deployedWorld();
    await world.live(CHECKOUT, 3, 7);

    expect(await planRecovery(world.deps, input)).toEqual({
      outcome: 'recovered-by-itself',
      actionCount: 0,
      waitSeconds: 0,
    });
    expect(await world.deps.plans.listOf(input.incidentId)).toEqual([]);
  });

  it('when the incident has ended', async () => {
    const { world, input } = await deployedWorld({}, { state: 'escalated', closedAt: NOON });

    expect((await planRecovery(world.deps, input)).outcome).toBe('no-safe-action');
    expect(await world.deps.plans.listOf(input.incidentId)).toEqual([]);
  });
});

describe('a recovery that a person asked for', () => {
  const requested = { requestedBy: 'ana', requestedStrategy: 'service-restart' } as const;

  it('is planned with the strategy that was asked for, and decided by somebody else', async () => {
    const world = makeWorld();
    await world.live(CHECKOUT, -60, 1);
    const opened = incident({ evidence: {}, state: 'diagnosed', ...requested });
    await world.deps.incidents.create(opened);

    const answer = await planRecovery(world.deps, inputFor(opened));

    expect(answer.outcome).toBe('no-safe-action');
    expect(await lastLine(world, inputFor(opened))).toContain(
      'the best candidate, service-restart, promises too little',
    );
  });

  it('may be any strategy where the service is ill', async () => {
    const { world, input, planId } = await deployedWorld({}, requested);

    await planRecovery(world.deps, input);

    expect(await world.deps.plans.find(planId)).toMatchObject({
      strategy: 'service-restart',
      failureType: 'bad-deployment',
    });
  });
});

it('a bad configuration is returned to the version before', async () => {
  const { world, input, planId } = await illWorld(FAILING);
  await world.deps.changes.put(
    change({ at: minute(-3), kind: 'configuration', resourceId: CHECKOUT_CONFIG }),
  );
  const previousVersion = { version: '6', replacedAt: minute(-3), isRollbackSafe: true };
  world.resources.describe(CHECKOUT_CONFIG, { state: configurationState(), previousVersion });

  await planRecovery(world.deps, input);

  expect((await world.deps.plans.find(planId))?.actions).toMatchObject([
    { action: { kind: 'configuration/deploy-version', version: 6 }, inverse: { version: 7 } },
  ]);
});

it('a restart keeps all tasks where the service does not say otherwise', async () => {
  const { world, input, planId } = await deployedWorld(
    {},
    { requestedBy: 'ana', requestedStrategy: 'service-restart' },
  );
  world.resources.describe(CHECKOUT_ECS, { minimumHealthyPercent: undefined });

  await planRecovery(world.deps, input);

  expect((await world.deps.plans.find(planId))?.risk.sentence).toContain('takes no capacity away');
});

describe('planned actions', () => {
  it('on one resource follow from each other', () => {
    const [first, second] = planActions([scaleTo(6), scaleTo(8)], [resourceDescription()]);

    expect(first?.plannedFrom).toMatchObject({ desiredCount: 4 });
    expect(second?.plannedFrom).toMatchObject({ desiredCount: 6 });
  });

  it('need the description of their resource', () => {
    expect(() => planActions([scaleTo(6)], [])).toThrow('which was not described');
  });
});

it('the hash of a plan covers everything it says', () => {
  expect(hashPlan(plan({ summary: 'other' }))).not.toBe(hashPlan(plan()));
  expect(hashPlan(plan({ hash: 'other' }))).toBe(hashPlan(plan()));
});

interface IllOptions extends IllnessOptions {
  readonly settings?: Parameters<typeof makeWorld>[0];
  readonly incident?: Partial<Incident>;
}

/** Checkout shows symptoms since noon, and its incident has been diagnosed. */
async function illWorld(
  symptoms: Parameters<typeof fallIll>[1],
  { settings, incident: told, ...illness }: IllOptions = {},
) {
  const world = makeWorld(settings);
  const found = await fallIll(world, symptoms, { untilMinute: 8, ...illness });
  const opened = await openFor(world, found, { state: 'diagnosed', ...told });
  const input = inputFor(opened);
  return { world, input, planId: buildPlanId(opened.executionId, 1, 0) };
}

function inputFor({ incidentId, executionId }: Incident) {
  return { incidentId, executionId, attempt: 1, revision: 0 };
}

/** A deployment four minutes before, whose predecessor is known. */
async function deployedWorld(settings: IllOptions['settings'] = {}, incidentChanges: Partial<Incident> = {}) {
  const made = await illWorld(FAILING, { settings, incident: incidentChanges, untilMinute: 3 });
  await made.world.deps.changes.put(change({ at: minute(-4) }));
  const previousVersion = { version: 'checkout:40', replacedAt: minute(-4), isRollbackSafe: true };
  made.world.resources.describe(CHECKOUT_ECS, { previousVersion });
  return made;
}

/** Retries of web, which itself has as much traffic as usual; nothing remedies them. */
async function stormWorld(options: IllOptions = {}) {
  const web = service({ id: WEB, dependsOn: [CHECKOUT] });
  const services = [...shopSettings().services, web];
  const made = await illWorld(
    { 'error-share': 0.5, throughput: 300 },
    { ...options, settings: { services } },
  );
  await made.world.live(WEB, -180, 8);
  return made;
}

/** Cart has more to do than it can take, and checkout, which calls it and payment, waits for it. */
async function cartWorld() {
  const services = shopSettings().services.map((each) =>
    each.id === CHECKOUT ? { ...each, dependsOn: [CART, PAYMENT] } : each,
  );
  const made = await illWorld(SATURATED, {
    cart: SATURATED,
    settings: { services: [...services, service({ id: PAYMENT, resources: [] })] },
    incident: { serviceIds: [CHECKOUT, CART] },
  });
  await made.world.deps.anomalies.put(anomaly({ serviceId: CART, at: minute(2), onsetAt: NOON }));
  return made;
}

/** More traffic than the tasks can take. */
async function saturatedWorld(options: IllOptions = {}) {
  return illWorld(SATURATED, options);
}

async function lastLine(world: TestWorld, { incidentId }: { readonly incidentId: Incident['incidentId'] }) {
  return (await world.deps.incidents.timeline(incidentId)).at(-1)?.summary;
}

async function engage(world: TestWorld): Promise<void> {
  await world.deps.stopSwitch.write({ isEngaged: true, by: 'ana', reason: 'drill', at: NOON });
}

async function openSomewhere(world: TestWorld, each: number): Promise<void> {
  const serviceId = ServiceId.parse(`service-${each}`);
  const openedAt = minute(each / 10);
  await world.deps.incidents.create(incident({ serviceId, openedAt }));
}

/** Twenty bad deployments that a rollback did not mend. */
async function spoil(world: TestWorld): Promise<void> {
  for (let each = 0; each < 40; each++) {
    const past = incident({ openedAt: minute(-1000 - each), state: 'rolled-back' });
    const attempt = {
      strategy: 'configuration-rollback',
      failureType: 'bad-deployment',
      result: 'worse',
      mutated: true,
    } as const;
    const { incidentId, executionId, serviceId } = past;
    await world.deps.outcomes.put({
      incidentId,
      executionId,
      serviceId,
      end: 'rolled-back',
      attempts: [attempt],
      detectSeconds: 60,
      totalSeconds: 600,
      at: past.openedAt,
    });
  }
}
