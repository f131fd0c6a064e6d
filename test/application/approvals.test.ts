import { describe, expect, it } from 'vitest';
import { answerApproval } from '#application/answer-approval.ts';
import { requestApproval } from '#application/request-approval.ts';
import { sweep } from '#application/sweep.ts';
import { ApprovalId, PlanId } from '#domain/ids.ts';
import { LEASE_SECONDS } from '#domain/lease/lease.ts';
import { APPROVAL, at, CHECKOUT_ECS, INCIDENT, incident, OURS, PLAN, plan, risk } from '../builders.ts';
import { makeWorld, type TestWorld } from './world.ts';

const asked = { executionId: OURS, incidentId: INCIDENT, planId: PLAN, taskToken: 'token-1' };
const yes = { approvalId: APPROVAL, planHash: 'f00d', by: 'ana', verdict: 'approve' } as const;

describe('asking for an approval', () => {
  it('stores the question with its token and tells it', async () => {
    const world = await plannedWorld();

    await requestApproval(world.deps, asked);

    expect(await world.deps.approvals.find(APPROVAL)).toMatchObject({
      planHash: 'f00d',
      status: 'requested',
      expiresAt: at(1800),
      taskToken: 'token-1',
    });
    expect((await world.deps.incidents.find(INCIDENT))?.state).toBe('awaiting-approval');
    expect(world.published.map(({ type }) => type)).toEqual(['incident-changed', 'approval-requested']);
    expect(await world.audited()).toEqual(['approval-requested']);
    const [line] = await world.deps.incidents.timeline(INCIDENT);
    expect(line?.summary).toBe(
      'Asks one approver, until 2026-11-23T12:30:00.000Z: Scale checkout from 4 to 6 tasks',
    );
  });

  it('calls the people who may answer', async () => {
    const world = await plannedWorld();

    await requestApproval(world.deps, asked);

    expect(world.pages.map(({ summary }) => summary)).toEqual([
      'Approval needed: Scale checkout from 4 to 6 tasks (Errors on checkout)',
    ]);
  });

  it('asks once: the first question stays with its time, and the answer goes to the newest token', async () => {
    const world = await askedWorld();
    world.clock.advance(60);

    const again = await requestApproval(world.deps, { ...asked, taskToken: 'token-2' });
    await requestApproval(world.deps, { ...asked, taskToken: 'token-2' });

    expect(again).toEqual({ approvalId: APPROVAL });
    expect(await world.deps.approvals.find(APPROVAL)).toMatchObject({
      taskToken: 'token-2',
      expiresAt: at(1800),
    });
    expect(await world.events(INCIDENT)).toEqual(['approval-requested']);
    expect(world.pages).toHaveLength(1);
  });

  it('answers a retried step that comes after the answer', async () => {
    const world = await askedWorld();
    await answerApproval(world.deps, yes);

    await requestApproval(world.deps, { ...asked, taskToken: 'token-2' });

    expect(world.answers).toEqual([
      { taskToken: 'token-1', outcome: 'granted' },
      { taskToken: 'token-2', outcome: 'granted' },
    ]);
  });

  it('loses no answer that is given while it hands the question over', async () => {
    const world = await askedWorld();
    let isFirst = true;
    const approvals = {
      ...world.deps.approvals,
      async replace(...writes: Parameters<typeof world.deps.approvals.replace>) {
        if (isFirst) await answerApproval(world.deps, yes);
        isFirst = false;
        return world.deps.approvals.replace(...writes);
      },
    };

    await requestApproval({ ...world.deps, approvals }, { ...asked, taskToken: 'token-2' });

    expect(world.answers.at(-1)).toEqual({ taskToken: 'token-2', outcome: 'granted' });
  });

  it('fails when the question that is there cannot be found', async () => {
    const world = await askedWorld();
    const approvals = { ...world.deps.approvals, find: async () => undefined };

    await expect(requestApproval({ ...world.deps, approvals }, asked)).rejects.toThrow(
      `There is no approval ${APPROVAL}`,
    );
  });

  it('gives people who are asked about a high risk more time, and names who may not answer', async () => {
    const world = await plannedWorld(
      { requestedBy: 'ana' },
      { risk: risk({ tier: 'high' }), approvalsNeeded: 2 },
    );

    await requestApproval(world.deps, asked);

    expect(await world.deps.approvals.find(APPROVAL)).toMatchObject({
      expiresAt: at(3600),
      requestedBy: 'ana',
    });
    const [line] = await world.deps.incidents.timeline(INCIDENT);
    expect(line?.summary).toContain('Asks 2 different approvers');
  });

  it('needs a plan that is there', async () => {
    const world = await plannedWorld();
    const unknown = PlanId.parse('plan-x');

    await expect(requestApproval(world.deps, { ...asked, planId: unknown })).rejects.toThrow(
      'There is no plan plan-x',
    );
  });

  it('fails when the question cannot be stored', async () => {
    const world = await plannedWorld();
    const approvals = { ...world.deps.approvals, create: () => Promise.reject(new Error('no answer')) };

    await expect(requestApproval({ ...world.deps, approvals }, asked)).rejects.toThrow('no answer');
  });
});

describe('answering an approval', () => {
  it('resumes the execution when it is complete', async () => {
    const world = await askedWorld();

    const answer = await answerApproval(world.deps, { ...yes, reason: 'looks right' });

    expect(answer).toMatchObject({ ok: true, value: { status: 'granted', approvalsNeeded: 1 } });
    expect(answer.ok && 'taskToken' in answer.value).toBe(false);
    expect(world.answers).toEqual([{ taskToken: 'token-1', outcome: 'granted' }]);
    expect(await world.audited()).toEqual(['approval-requested', 'approval-decided']);
    const timeline = await world.deps.incidents.timeline(INCIDENT);
    expect(timeline.at(-1)?.summary).toBe('Approved by ana (1 of 1): looks right');
  });

  it('waits for the second person where two are needed', async () => {
    const world = await askedWorld({ approvalsNeeded: 2 });

    const first = await answerApproval(world.deps, yes);
    expect(first).toMatchObject({ value: { status: 'requested' } });
    expect(world.answers).toEqual([]);

    const second = await answerApproval(world.deps, { ...yes, by: 'ben' });
    expect(second).toMatchObject({ value: { status: 'granted' } });
    expect(world.answers).toEqual([{ taskToken: 'token-1', outcome: 'granted' }]);
  });

  it('stops it when it is denied', async () => {
    const world = await askedWorld();

    const answer = await answerApproval(world.deps, { ...yes, verdict: 'deny' });

    expect(answer).toMatchObject({ value: { status: 'denied' } });
    expect(world.answers).toEqual([{ taskToken: 'token-1', outcome: 'denied' }]);
    expect((await world.deps.incidents.timeline(INCIDENT)).at(-1)).toMatchObject({
      event: 'approval-denied',
      summary: 'Denied by ana',
    });
  });

  it('is one answer, however often the button is pressed, and heals a crash before the execution was told', async () => {
    const world = await askedWorld();
    const mute = { ...world.deps.recoveries, answer: () => Promise.reject(new Error('crash')) };
    await expect(answerApproval({ ...world.deps, recoveries: mute }, yes)).rejects.toThrow('crash');

    const again = await answerApproval(world.deps, yes);

    expect(again).toMatchObject({ ok: true, value: { status: 'granted' } });
    expect(world.answers).toEqual([{ taskToken: 'token-1', outcome: 'granted' }]);
    expect((await world.audited()).filter((event) => event === 'approval-decided')).toHaveLength(1);
  });

  it('does not resume what has lapsed meanwhile', async () => {
    const world = await askedWorld({ approvalsNeeded: 2 });
    await answerApproval(world.deps, yes);
    world.clock.advance(3600);

    await answerApproval(world.deps, yes);

    expect(world.answers).toEqual([]);
  });

  it.each([
    ['not-an-approver', { by: 'eve' }],
    ['plan-changed', { planHash: 'beef' }],
    ['not-found', { approvalId: ApprovalId.parse('apr-x') }],
  ])('is refused as %s, and the refusal is kept', async (reason, overrides) => {
    const world = await askedWorld();

    const answer = await answerApproval(world.deps, { ...yes, ...overrides });

    expect(answer).toMatchObject({ ok: false, refusal: { reason } });
    expect((await world.audited()).at(-1)).toBe('approval-refused');
    expect(world.answers).toEqual([]);
  });

  it('counts both of two people who answer in the same moment', async () => {
    const world = await askedWorld({ approvalsNeeded: 2 });

    const answers = await Promise.all(['ana', 'ben'].map((by) => answerApproval(world.deps, { ...yes, by })));

    expect(answers.every(({ ok }) => ok)).toBe(true);
    expect(world.answers).toEqual([{ taskToken: 'token-1', outcome: 'granted' }]);
  });
});

describe('the sweep', () => {
  it('closes questions that nobody answered in time', async () => {
    const world = await askedWorld();
    world.clock.advance(1799);
    expect(await sweep(world.deps)).toMatchObject({ approvalsExpired: 0 });
    world.clock.advance(1);

    expect(await sweep(world.deps)).toMatchObject({ approvalsExpired: 1 });

    expect((await world.deps.approvals.find(APPROVAL))?.status).toBe('expired');
    expect(world.answers).toEqual([{ taskToken: 'token-1', outcome: 'expired' }]);
    expect((await world.events(INCIDENT)).at(-1)).toBe('approval-expired');
  });

  it('yields to somebody who answers in the same moment', async () => {
    const world = await askedWorld();
    world.clock.advance(1800);
    const approvals = { ...world.deps.approvals, replace: async () => false };

    expect(await sweep({ ...world.deps, approvals })).toMatchObject({ approvalsExpired: 0 });
    expect(world.answers).toEqual([]);
  });

  it('ends what a crashed execution left, once it has expired and nothing runs any more', async () => {
    const world = await plannedWorld();
    await world.deps.leases.acquire({ resourceId: CHECKOUT_ECS, executionId: OURS });
    const seen = await world.deps.budget.find();
    const slot = { executionId: OURS, serviceId: plan().serviceId, group: [], expiresAt: at(LEASE_SECONDS) };
    await world.deps.budget.replace(seen, { ...seen, version: seen.version + 1, slots: [slot] });
    await world.deps.recoveries.start(OURS, INCIDENT);

    expect(await sweep(world.deps)).toMatchObject({ leasesEnded: 0, slotsGivenBack: 0 });
    world.clock.advance(LEASE_SECONDS);
    expect(await sweep(world.deps)).toMatchObject({ leasesEnded: 0, slotsGivenBack: 0 });
    world.ended.add(OURS);
    expect(await sweep(world.deps)).toMatchObject({ leasesEnded: 1, slotsGivenBack: 1 });

    expect(await world.deps.leases.listHeld()).toEqual([]);
    expect((await world.deps.budget.find()).slots).toEqual([]);
    expect(world.logged).toContain('lease-swept');
  });

  it('gives a slot back also when it lost the first race for it', async () => {
    const world = await plannedWorld();
    const seen = await world.deps.budget.find();
    const slot = { executionId: OURS, serviceId: plan().serviceId, group: [], expiresAt: at(-1) };
    await world.deps.budget.replace(seen, { ...seen, version: seen.version + 1, slots: [slot] });
    let races = 0;
    const replace: typeof world.deps.budget.replace = async (...write) =>
      races++ > 0 && world.deps.budget.replace(...write);

    expect(await sweep({ ...world.deps, budget: { ...world.deps.budget, replace } })).toMatchObject({
      slotsGivenBack: 1,
    });
  });

  it('counts a slot that was given back in the same moment as none', async () => {
    const world = await plannedWorld();
    const seen = await world.deps.budget.find();
    const slot = { executionId: OURS, serviceId: plan().serviceId, group: [], expiresAt: at(-1) };
    let reads = 0;
    const find = async () => ({ ...seen, slots: reads++ === 0 ? [slot] : [] });

    expect(await sweep({ ...world.deps, budget: { ...world.deps.budget, find } })).toMatchObject({
      slotsGivenBack: 0,
    });
  });
});

async function plannedWorld(
  incidentChanges: Parameters<typeof incident>[0] = {},
  planChanges: Parameters<typeof plan>[0] = {},
): Promise<TestWorld> {
  const world = makeWorld();
  await world.deps.incidents.create(incident({ state: 'planned', ...incidentChanges }));
  await world.deps.plans.put(plan({ approvalsNeeded: 1, ...planChanges }));
  return world;
}

async function askedWorld(planChanges: Parameters<typeof plan>[0] = {}): Promise<TestWorld> {
  const world = await plannedWorld({}, planChanges);
  await world.deps.recoveries.start(OURS, INCIDENT);
  await requestApproval(world.deps, asked);
  return world;
}
