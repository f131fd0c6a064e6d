import { describe, expect, it } from 'vitest';
import { closeIncident } from '#application/close-incident.ts';
import { editIncident, moveIncident } from '#application/recovery/incident-record.ts';
import { resumeHealing, stopHealing } from '#application/stop-healing.ts';
import type { IncidentEnd } from '#domain/incident/incident.ts';
import {
  APPROVAL,
  approval,
  at,
  CART,
  CHECKOUT,
  CHECKOUT_ECS,
  capture,
  INCIDENT,
  incident,
  minute,
  OTHER_INCIDENT,
  OURS,
  plan,
  THEIRS,
  verification,
} from '../builders.ts';
import { makeWorld, type TestWorld } from './world.ts';

const close = (end: IncidentEnd, reason = 'verified') => ({
  executionId: OURS,
  incidentId: INCIDENT,
  end,
  reason,
});

describe('closing an incident', () => {
  it('fixes its end and gives everything back', async () => {
    const world = await recoveredWorld();

    const answer = await closeIncident(world.deps, close('resolved'));

    expect(answer).toEqual({ outcome: 'closed', end: 'resolved' });
    expect(await world.deps.incidents.find(INCIDENT)).toMatchObject({
      state: 'resolved',
      closedAt: minute(15),
      closing: 'The remedy worked, and the service stayed well.',
    });
    expect(await world.deps.leases.listHeld()).toEqual([]);
    expect((await world.deps.budget.find()).slots).toEqual([]);
    expect((await world.deps.approvals.find(APPROVAL))?.status).toBe('expired');
    expect(await world.audited()).toEqual(['lease-released', 'incident-closed']);
    expect(world.pages).toEqual([]);
  });

  it('keeps what was learned', async () => {
    const world = await recoveredWorld();

    await closeIncident(world.deps, close('resolved'));

    expect(await world.deps.outcomes.find(INCIDENT)).toMatchObject({
      end: 'resolved',
      attempts: [{ strategy: 'instance-scaling', result: 'recovered', mutated: true }],
      detectSeconds: 120,
      totalSeconds: 1020,
    });
    expect(await world.deps.outcomes.trackRecords()).toMatchObject([{ successes: 1, failures: 0 }]);
    expect(world.counted).toEqual({ RecoveriesResolved: 1, TimeToDetect: 120, TimeToRecover: 1020 });
  });

  it('changes nothing the second time: the first end stands', async () => {
    const world = await recoveredWorld();
    await closeIncident(world.deps, close('resolved'));

    const again = await closeIncident(world.deps, close('escalated', 'step-failed'));

    expect(again).toEqual({ outcome: 'closed', end: 'resolved' });
    expect(world.pages).toEqual([]);
    expect(await world.events(INCIDENT)).toEqual(['incident-closed']);
    expect(world.counted['RecoveriesResolved']).toBe(1);
  });

  it('finishes what a crash has left undone', async () => {
    const world = await recoveredWorld();
    const outcomes = { ...world.deps.outcomes, find: () => Promise.reject(new Error('killed')) };
    await expect(closeIncident({ ...world.deps, outcomes }, close('resolved'))).rejects.toThrow('killed');

    expect((await closeIncident(world.deps, close('resolved'))).end).toBe('resolved');
    expect(await world.deps.outcomes.find(INCIDENT)).toBeDefined();
  });

  it('counts an outcome once that a twin stored in the same moment', async () => {
    const world = await recoveredWorld();
    const outcomes = { ...world.deps.outcomes, put: async () => false };

    await closeIncident({ ...world.deps, outcomes }, close('resolved'));

    expect(world.counted).toEqual({});
  });

  it('calls people when it hands over, and says what was tried', async () => {
    const world = await recoveredWorld();
    await world.deps.verifications.add(INCIDENT, verification({ verdict: 'worse', at: minute(9) }));

    await closeIncident(world.deps, close('escalated', 'rollback-incomplete'));

    expect(world.pages).toEqual([
      {
        incidentId: INCIDENT,
        reason: 'escalated',
        serviceIds: [CHECKOUT],
        severity: 'SEV-2',
        at: minute(15),
        summary:
          'Errors on checkout. What was tried did not help, and could not be taken back completely. After 17 min, tried instance-scaling (worse): escalated',
      },
    ]);
    expect(await world.events(INCIDENT)).toEqual(['incident-closed', 'incident-escalated']);
    expect(world.counted).toEqual({ RecoveriesEscalated: 1, TimeToDetect: 120 });
  });

  it('tells that nothing was tried, and measures no recovery where there was none', async () => {
    const world = makeWorld();
    await world.deps.incidents.create(incident());

    await closeIncident(world.deps, close('suppressed', 'recovered-by-itself'));

    const [line] = await world.deps.incidents.timeline(INCIDENT);
    expect(line?.summary).toBe(
      'Errors on checkout. It was over before anything was done. After 0 s, nothing was tried: suppressed',
    );
    expect(world.counted).toEqual({});
    expect(await world.audited()).toEqual(['incident-closed']);
  });

  it('hands to people what cannot end as it is asked to', async () => {
    const world = makeWorld();
    await world.deps.incidents.create(incident());

    expect((await closeIncident(world.deps, close('rolled-back'))).end).toBe('escalated');
    expect(world.pages).toHaveLength(1);
  });

  it('keeps the lease of another execution, and decided approvals', async () => {
    const world = await recoveredWorld();
    const lease = await world.deps.leases.find(CHECKOUT_ECS);
    if (lease) await world.deps.leases.release(lease);
    await world.deps.leases.acquire({ resourceId: CHECKOUT_ECS, executionId: THEIRS });
    await world.deps.approvals.replace(approval(), approval({ status: 'granted' }));

    await closeIncident(world.deps, close('resolved'));

    expect((await world.deps.leases.find(CHECKOUT_ECS))?.executionId).toBe(THEIRS);
    expect((await world.deps.approvals.find(APPROVAL))?.status).toBe('granted');
  });

  it('counts only what each attempt did itself', async () => {
    const world = await recoveredWorld();
    await world.deps.captures.create(capture({ step: 'rollback-1-0' }));
    await world.deps.captures.create(capture({ step: 'apply-2-0', result: 'refused' }));

    await closeIncident(world.deps, close('rolled-back', 'recovered-after-rollback'));

    expect((await world.deps.outcomes.find(INCIDENT))?.attempts).toHaveLength(1);
    expect(world.counted['RecoveriesRolledBack']).toBe(1);
  });

  it.each([
    ['suppressed', 'recovered-by-itself'],
    ['rolled-back', 'recovered-after-rollback'],
  ] as const)('calls it resolved, not %s, while a change of ours stands', async (end, reason) => {
    const world = await recoveredWorld();

    expect(await closeIncident(world.deps, close(end, reason))).toEqual({
      outcome: 'closed',
      end: 'resolved',
    });
  });
});

describe('the emergency stop', () => {
  it('engages the switch, stops what runs, and hands it to people', async () => {
    const world = await recoveredWorld();
    await world.deps.incidents.create(incident({ serviceId: CART, state: 'planned' }));

    const answer = await stopHealing(world.deps, { by: 'ana', reason: 'odd behaviour' });

    expect(answer).toEqual({ stopped: [OTHER_INCIDENT, INCIDENT], failed: [] });
    expect(await world.deps.stopSwitch.read()).toMatchObject({ isEngaged: true, by: 'ana' });
    expect([...world.ended]).toEqual([THEIRS, OURS]);
    expect(await world.deps.incidents.listOpen()).toEqual([]);
    expect(world.pages).toHaveLength(2);
    expect(await world.events(INCIDENT)).toEqual(['stop-engaged', 'incident-closed', 'incident-escalated']);
    expect((await world.audited())[0]).toBe('stop-engaged');
  });

  it('stops the others when one of them cannot be stopped', async () => {
    const world = await recoveredWorld();
    await world.deps.incidents.create(incident({ serviceId: CART }));
    const recoveries = {
      ...world.deps.recoveries,
      stop: (executionId: string) =>
        executionId === OURS ? Promise.reject(new Error('no answer')) : Promise.resolve(),
    };

    const answer = await stopHealing({ ...world.deps, recoveries }, { by: 'ana', reason: 'drill' });

    expect(answer).toMatchObject({ failed: [INCIDENT], stopped: [OTHER_INCIDENT] });
  });

  it('is released by a person', async () => {
    const world = makeWorld();
    await stopHealing(world.deps, { by: 'ana', reason: 'drill' });

    await resumeHealing(world.deps, { by: 'ben', reason: 'drill is over' });

    expect(await world.deps.stopSwitch.read()).toMatchObject({ isEngaged: false, by: 'ben' });
    expect(await world.audited()).toEqual(['stop-engaged', 'stop-released']);
  });
});

describe('the record of an incident', () => {
  it('is edited over whatever others write at the same time', async () => {
    const world = makeWorld();
    await world.deps.incidents.create(incident());

    await Promise.all(
      Array.from({ length: 5 }, (_, index) =>
        editIncident(world.deps, INCIDENT, (each) => ({ ...each, title: `${each.title} ${index}` })),
      ),
    );

    const stored = await world.deps.incidents.find(INCIDENT);
    expect(stored).toMatchObject({ version: 6, title: 'Errors on checkout 0 1 2 3 4' });
    expect(world.published).toHaveLength(5);
  });

  it('is left as it is where nothing changes', async () => {
    const world = makeWorld();
    await world.deps.incidents.create(incident());

    expect(await editIncident(world.deps, INCIDENT, (each) => each)).toBeUndefined();
    expect(await moveIncident(world.deps, INCIDENT, 'open')).toBeUndefined();
    expect(await moveIncident(world.deps, INCIDENT, 'verifying')).toBeUndefined();
    expect(world.published).toEqual([]);
  });
});

/** A recovery of checkout that has been verified, fifteen minutes after noon. */
async function recoveredWorld(): Promise<TestWorld> {
  const world = makeWorld();
  await world.deps.incidents.create(incident({ state: 'verifying', onsetAt: minute(-2) }));
  await world.deps.plans.put(plan());
  await world.deps.captures.create(capture({ result: 'applied' }));
  await world.deps.verifications.add(INCIDENT, verification());
  await world.deps.approvals.create(approval());
  await world.deps.leases.acquire({ resourceId: CHECKOUT_ECS, executionId: OURS });
  const seen = await world.deps.budget.find();
  const slot = { executionId: OURS, serviceId: CHECKOUT, group: [CHECKOUT], expiresAt: at(3600) };
  await world.deps.budget.replace(seen, { ...seen, version: seen.version + 1, slots: [slot] });
  world.clock.advance(900);
  return world;
}
