// A judge that cannot fail is worth nothing: every check is shown one violation that it must see, and a story without.

import { describe, expect, it } from 'vitest';
import { buildClientToken } from '#contracts/naming.ts';
import type { Action } from '#domain/action/action.ts';
import { countViolations, INVARIANTS } from '#local/judge/invariants.ts';
import { LOCAL_OPERATOR, SECOND_OPERATOR } from '#local/simulation/fleet-settings.ts';
import { decision } from '../../builders.ts';
import { minutesAfter, NOON, resource } from '../fleet/builders.ts';
import {
  act,
  CART,
  CART_ECS,
  end,
  judgedStory,
  OURS,
  openOther,
  type Planted,
  scaleCart,
  THEIRS,
  TOKEN,
} from './planted.ts';

/** The invariants violated by one call as planted. */
async function judged(planted: Planted) {
  const story = judgedStory(planted);
  await act(story, planted);
  return story.violated();
}

const yes = decision({ by: LOCAL_OPERATOR, at: minutesAfter(NOON, 10) });
const approved = { plan: { approvalsNeeded: 1 }, approval: { decisions: [yes] } } satisfies Planted;

describe('a clean story', () => {
  it('has no violation while it goes on, and none when it has ended', async () => {
    const story = judgedStory();
    await act(story);
    const whileOpen = await story.violated();
    await story.stores.leases.release((await story.stores.leases.listHeld())[0] as never);
    await end(story, 'resolved');

    const settled = await story.violated(true);

    expect([whileOpen, settled]).toEqual([[], []]);
  });

  it('counts every invariant, as zero', async () => {
    const story = judgedStory();
    await act(story);

    const counts = await story.judge.count({ isSettled: false });

    expect(Object.keys(counts)).toEqual(Object.keys(INVARIANTS));
    expect(new Set(Object.values(counts))).toEqual(new Set([0]));
  });

  it('may have been approved, rolled back, or begun with a call that was rejected', async () => {
    const withApproval = await judged(approved);
    const story = judgedStory();
    await act(story);
    const inverse = scaleCart(story, -1);
    await act(story, { step: 'rollback-1-0', action: inverse, plan: null });
    await end(story, 'rolled-back');

    expect([withApproval, await story.violated()]).toEqual([[], ['I6']]);
  });
});

describe('I1, leases', () => {
  it.each([
    ['without a lease', { lease: null }],
    ['with the lease of another execution', { lease: 'theirs' }],
    ['with a lease that has lapsed', { lease: 'lapsed' }],
  ] as const)('sees a call %s', async (_name, planted) => {
    expect(await judged(planted)).toContain('I1');
  });

  it('sees two executions that take turns on a resource', async () => {
    const story = judgedStory();
    const action = scaleCart(story);
    for (const clientToken of [
      TOKEN,
      buildClientToken(THEIRS, 'apply-1-0'),
      buildClientToken(OURS, 'apply-1-1'),
    ]) {
      story.fleet.apply(action, { by: 'fleetmedic', clientToken });
    }

    expect(await story.violated()).toContain('I1');
  });
});

describe('I2, the stop switch', () => {
  it('sees a call while it is engaged', async () => {
    const story = judgedStory();
    await story.stores.stopSwitch.write({ isEngaged: true, by: 'ana', reason: 'test', at: NOON });

    await act(story);

    expect(await story.violated()).toEqual(['I2']);
  });
});

describe('I3, captures', () => {
  const before = {
    type: 'ecs-service',
    desiredCount: 1,
    taskDefinition: 'cart:1',
    deploymentId: 'none',
  } as const;
  const wrongWay: Action = { kind: 'ecs-service/set-desired-count', resourceId: CART_ECS, desiredCount: 99 };

  it.each([
    ['without a capture', { capture: null }],
    ['with a capture of a state that never was', { capture: { before } }],
    ['with an inverse that leads elsewhere', { capture: { inverse: wrongWay } }],
  ])('sees a call %s', async (_name, planted) => {
    expect(await judged(planted)).toEqual(['I3']);
  });
});

describe('I4, approvals', () => {
  it.each([
    ['none was asked for', {}],
    ['nobody has answered', { approval: { status: 'requested' } }],
    ['it was denied', { approval: { status: 'denied', decisions: [{ ...yes, verdict: 'deny' }] } }],
    ['it is for another plan', { approval: { decisions: [yes], planHash: 'beef' } }],
    ['a second person is missing', { plan: { approvalsNeeded: 2 }, approval: { decisions: [yes, yes] } }],
    ['a stranger approved', { approval: { decisions: [{ ...yes, by: 'mallory' }] } }],
    ['the requester approved', { incident: { requestedBy: LOCAL_OPERATOR }, approval: { decisions: [yes] } }],
    ['it came too late', { approval: { decisions: [yes], expiresAt: minutesAfter(NOON, 9) } }],
    ['it was given only later', { approval: { decisions: [{ ...yes, at: minutesAfter(NOON, 60) }] } }],
  ] as const)('sees a call whose approval is missing or wrong: %s', async (_name, planted) => {
    expect(await judged({ plan: { approvalsNeeded: 1 }, ...planted })).toEqual(['I4']);
  });

  it('is content with two different people where two are needed', async () => {
    const decisions = [yes, { ...yes, by: SECOND_OPERATOR }];

    expect(await judged({ plan: { approvalsNeeded: 2 }, approval: { decisions } })).toEqual([]);
  });
});

describe('I5, the planned state', () => {
  it('sees a call in a world that has moved since the plan', async () => {
    const story = judgedStory();
    const action = scaleCart(story, 2);
    const { state } = story.fleet.describe(CART_ECS);
    story.fleet.apply(scaleCart(story), { by: 'person', clientToken: 'ana' });

    await act(story, { action, plan: { actions: [{ action, plannedFrom: state, description: '' }] } });

    expect(await story.violated()).toEqual(['I5']);
  });

  it('sees a call that no plan holds', async () => {
    const story = judgedStory();
    const planned = {
      action: scaleCart(story, 2),
      plannedFrom: story.fleet.describe(CART_ECS).state,
      description: '',
    };

    await act(story, { plan: { actions: [planned] } });

    expect(await story.violated()).toEqual(['I5']);
  });
});

describe('I6, ends', () => {
  it('sees an execution without an end once all has settled', async () => {
    const story = judgedStory();
    await act(story);

    expect(await story.violated(false)).toEqual([]);
    expect(await story.violated(true)).toEqual(['I6']);
  });

  it('sees an end other than the one that was told', async () => {
    const story = judgedStory();
    await act(story, { lease: 'ours' });
    await end(story, 'resolved');
    await story.stores.leases.release((await story.stores.leases.listHeld())[0] as never);
    const [ended] = await story.stores.incidents.listSince(NOON);
    if (ended)
      await story.stores.incidents.replace({ ...ended, version: ended.version + 1, state: 'escalated' });

    expect(await story.violated(true)).toEqual(['I6']);
  });

  it('sees a lease that an ended execution keeps', async () => {
    const story = judgedStory();
    await act(story);
    await end(story, 'resolved');

    expect(await story.violated()).toEqual(['I6']);
  });
});

describe('I7, rollbacks', () => {
  /** A configuration that went back by a version, and ended as told. */
  async function deployed(state: 'rolled-back' | 'suppressed' | 'escalated', isTakenBack: boolean) {
    const story = judgedStory();
    const resourceId = resource('configuration/shop/cart');
    const action: Action = { kind: 'configuration/deploy-version', resourceId, version: 1 };
    await act(story, { action });
    story.fleet.advanceTo(minutesAfter(story.fleet.now(), 10));
    story.clock.advance(600);
    if (isTakenBack)
      await act(story, { action: { ...action, version: 2 }, step: 'rollback-1-0', plan: null });
    for (const lease of await story.stores.leases.listHeld()) await story.stores.leases.release(lease);
    await end(story, state);
    return story.violated(true);
  }

  it.each(['rolled-back', 'suppressed'] as const)(
    'sees a change that stands after the end %s',
    async (state) => {
      expect(await deployed(state, false)).toEqual(['I7']);
      expect(await deployed(state, true)).toEqual([]);
    },
  );

  it('is content with what was handed to people', async () => {
    expect(await deployed('escalated', false)).toEqual([]);
  });

  it('asks nobody to take added capacity away, nor for what was never done', async () => {
    const story = judgedStory();
    await act(story);
    for (const lease of await story.stores.leases.listHeld()) await story.stores.leases.release(lease);
    await end(story, 'rolled-back');

    expect(await story.violated(true)).toEqual([]);
  });
});

describe('I8, concurrency', () => {
  it('sees a call while as many others act as are allowed', async () => {
    const story = judgedStory();
    for (const name of ['search', 'payment', 'inventory']) {
      const { executionId } = await openOther(story, name);
      const action = { ...scaleCart(story), resourceId: resource(`ecs-service/shop/${name}`) };
      story.fleet.apply(action, { by: 'fleetmedic', clientToken: `${executionId}/apply-1-0` });
    }

    await act(story);

    expect(await story.violated()).toContain('I8');
  });

  it('sees a second execution on the same service', async () => {
    const story = judgedStory();
    const { executionId } = await openOther(story, 'cart', { openedAt: minutesAfter(NOON, 7) });
    story.fleet.apply(scaleCart(story), { by: 'fleetmedic', clientToken: `${executionId}/apply-1-0` });

    await act(story);

    expect(await story.violated()).toContain('I8');
  });
});

describe('I9, once', () => {
  it('sees the same call twice, when it is made and in the record', async () => {
    const story = judgedStory();
    await act(story);
    await story.judge.witness(scaleCart(story), TOKEN);
    story.fleet.apply(scaleCart(story), { by: 'fleetmedic', clientToken: TOKEN });

    const violations = await story.judge.conclude({ isSettled: false });

    const twice = violations.filter(({ invariant }) => invariant === 'I9').map(({ detail }) => detail);
    expect(twice).toEqual([
      expect.stringContaining('the same call was made before'),
      `${TOKEN} reached the plant twice`,
    ]);
  });

  it('lets a rejected call be tried again', async () => {
    const story = judgedStory();
    const tooMany = { ...scaleCart(story), desiredCount: 10_000 } as Action;
    story.fleet.apply(tooMany, { by: 'fleetmedic', clientToken: TOKEN });

    await act(story);

    expect(await story.violated()).toEqual([]);
  });
});

describe('I10, data', () => {
  it('sees a call on data that has become stale', async () => {
    const story = judgedStory();
    story.clock.advance(1800);

    await act(story);

    expect(await story.violated()).toEqual(['I10']);
  });

  it('sees a call on a service of which nothing was published', async () => {
    const story = judgedStory();
    story.clock.advance(7200);

    await act(story);

    expect(await story.violated()).toEqual(['I10']);
  });
});

describe('I11, ownership', () => {
  it.each([
    ['untagged', { tags: {} }],
    ['denied', { tags: { 'fleetmedic:managed': 'true', 'fleetmedic:deny': '' } }],
    ['deployed by another controller', { controller: 'code-deploy' }],
    ['in the middle of a deployment', { isDeploymentInProgress: true }],
  ] as const)('sees a call on a resource that is %s', async (_name, truth) => {
    expect(await judged({ truth })).toEqual(['I11']);
  });

  it('sees a call in a freeze', async () => {
    const [from, to] = [new Date(NOON).toISOString(), new Date(minutesAfter(NOON, 120)).toISOString()];
    const calendar = [{ name: 'Sale', kind: 'freeze', from, to }] as const;

    expect(await judged({ settings: { calendar: [...calendar] } })).toEqual(['I11']);
  });
});

describe('I12, the audit log', () => {
  it('sees a call without an entry before it', async () => {
    expect(await judged({ isIntended: false })).toEqual(['I12']);
  });

  it('sees a call without an entry after it', async () => {
    const story = judgedStory();
    story.fleet.apply(scaleCart(story), { by: 'fleetmedic', clientToken: TOKEN });

    expect(await story.violated()).toEqual(['I12']);
  });

  it('sees a call that no execution signed', async () => {
    const story = judgedStory();

    await story.judge.witness(scaleCart(story), 'by hand');

    expect(await story.violated()).toEqual(['I12']);
  });

  it('sees a chain that was tampered with', async () => {
    const story = judgedStory();
    await act(story);
    story.database.exec(`
      DROP TRIGGER audit_entry_unchanged;
      UPDATE audit_entry SET body = replace(body, 'fleetmedic', 'nobody') WHERE sequence = 1;
    `);

    expect(await story.violated()).toContain('I12');
  });
});

describe('I13, capacity', () => {
  it('sees a call that takes tasks away', async () => {
    const story = judgedStory();

    await act(story, { action: scaleCart(story, -1) });

    expect(await story.violated()).toEqual(['I13']);
  });

  it('sees a call that lowers the floor of the autoscaler', async () => {
    const story = judgedStory();
    const resourceId = resource('scalable-target/shop/web');

    await act(story, { action: { kind: 'scalable-target/set-min-capacity', resourceId, minCapacity: 1 } });

    expect(await story.violated()).toEqual(['I13']);
  });

  it('sees a call while too many services are ill', async () => {
    const story = judgedStory();
    const serviceIds = story.fleet.topology.services.slice(0, 9).map(({ id }) => id);
    await openOther(story, 'web', { serviceIds });

    await act(story);

    expect(await story.violated()).toEqual(['I13']);
  });
});

describe('I14, the mode', () => {
  it.each(['observe', 'suggest'] as const)('sees a call in mode %s', async (mode) => {
    expect(await judged({ settings: { mode } })).toEqual(['I14']);
  });

  it('sees an unapproved call in mode approve, and none when it is approved', async () => {
    const settings = { mode: 'approve' } as const;

    expect(await judged({ settings })).toEqual(['I14']);
    expect(await judged({ settings, ...approved })).toEqual([]);
  });

  it('sees a call without any plan', async () => {
    expect(await judged({ plan: null })).toContain('I14');
  });

  it('sees a call on a service that people pinned to observe', async () => {
    const story = judgedStory();
    const services = story.settings.services.map((service) =>
      service.id === CART ? { ...service, mode: 'observe' as const } : service,
    );

    expect(await judged({ settings: { services } })).toEqual(['I14']);
  });
});

describe('I15, what is never done', () => {
  it('sees a call that scales to zero, which no record could even hold', async () => {
    const story = judgedStory();

    await story.judge.witness({ ...scaleCart(story), desiredCount: 0 } as Action, TOKEN);

    expect(await story.violated()).toContain('I15');
  });
});

it('counts violations by invariant', () => {
  const counts = countViolations([
    { invariant: 'I2', detail: '' },
    { invariant: 'I2', detail: '' },
  ]);

  expect(counts).toMatchObject({ I1: 0, I2: 2, I15: 0 });
});
