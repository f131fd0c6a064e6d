// People and the loop: modes that keep it from acting, questions that wait for an answer, and the stop switch.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resumeHealing, stopHealing } from '#application/stop-healing.ts';
import { idOf } from '../local/fleet/builders.ts';
import { begin, liveThroughMorning, type Scenario, type ScenarioOptions } from './shop.ts';

let morning: Awaited<ReturnType<typeof liveThroughMorning>>;
beforeAll(async () => {
  morning = await liveThroughMorning();
});
afterAll(() => morning.forget());

/** A bad version of accounts, which Fleetmedic knows a remedy for. */
function badVersion(options: ScenarioOptions): Promise<Scenario> {
  const trouble = { kind: 'F1', serviceId: idOf('accounts'), strength: 0.8, durationMinutes: 300 } as const;
  return begin(morning, { injections: [trouble], ...options });
}

/** Two configurations at once, on services that have little to do with each other. */
function twoBadConfigurations(): Promise<Scenario> {
  const trouble = { kind: 'F3', strength: 0.8, durationMinutes: 300 } as const;
  const injections = [
    { ...trouble, serviceId: idOf('search') },
    { ...trouble, serviceId: idOf('notifications'), after: 20 },
  ];
  return begin(morning, { injections });
}

describe('in a mode that never acts', () => {
  it.each(['observe', 'suggest'] as const)(
    '%s, the incident is found, its plan kept, and nothing done',
    async (mode) => {
      const scenario = await badVersion({ mode });

      await scenario.runMinutes(45);

      const [incident] = await scenario.incidents();
      const [plan] = await scenario.plans();
      expect(incident?.serviceId).toBe('accounts');
      expect(plan).toMatchObject({ mode, strategy: 'configuration-rollback', serviceId: 'accounts' });
      expect(scenario.calls()).toEqual([]);
      expect(await scenario.asked()).toEqual([]);
      expect(await scenario.rights()).toEqual({ leases: [], slots: [] });
    },
  );
});

describe('in mode approve', () => {
  it('nothing is done before somebody agrees, and then it is healed', async () => {
    const scenario = await badVersion({ mode: 'approve' });
    await scenario.runUntil(scenario.isAsked);
    await scenario.runMinutes(5);
    const callsBefore = scenario.calls().length;
    const [question] = await scenario.asked();
    if (!question) throw new Error('Nobody was asked');

    const answer = await scenario.answer(question, 'approve');
    await scenario.runUntil(scenario.isClosed);

    expect([callsBefore, answer.ok]).toEqual([0, true]);
    expect(scenario.paged).toContain('accounts');
    expect((await scenario.incidents()).map(({ state }) => state)).toEqual(['resolved']);
    expect(scenario.fleet.truth().faults[0]?.endedBy?.by).toBe('fleetmedic');
    expect(await scenario.violations()).toEqual([]);
  });

  it('a plan that is denied is not carried out, and people have it', async () => {
    const scenario = await badVersion({ mode: 'approve' });
    await scenario.runUntil(scenario.isAsked);
    const [question] = await scenario.asked();
    if (!question) throw new Error('Nobody was asked');

    await scenario.answer(question, 'deny');
    await scenario.runUntil(scenario.isClosed);

    expect((await scenario.incidents())[0]).toMatchObject({
      state: 'escalated',
      closing: 'The plan was denied.',
    });
    expect(scenario.calls()).toEqual([]);
    expect(await scenario.violations()).toEqual([]);
  });

  it('a question that nobody answers lapses, and nothing is done', async () => {
    const scenario = await badVersion({ mode: 'approve' });
    await scenario.runUntil(scenario.isAsked);
    const [question] = await scenario.asked();

    await scenario.runUntil(scenario.isClosed);

    expect((await scenario.incidents())[0]?.state).toBe('escalated');
    expect(scenario.calls()).toEqual([]);
    expect(await scenario.violations()).toEqual([]);
    expect(question && (await scenario.answer(question, 'approve'))).toMatchObject({ ok: false });
  });
});

describe('the stop switch', () => {
  const request = { by: 'local-operator', reason: 'we look at it ourselves' };

  it('engaged in the middle of a recovery, ends it at once and keeps every later one from acting', async () => {
    const scenario = await twoBadConfigurations();
    await scenario.runUntil(async () => scenario.calls().length > 0);

    const stopped = await stopHealing(scenario.loop.ports, request);
    const callsWhenStopped = scenario.calls().length;
    await scenario.runMinutes(40);

    const incidents = await scenario.incidents();
    expect(stopped).toMatchObject({ stopped: [expect.stringContaining('inc-')], failed: [] });
    expect(incidents.length).toBeGreaterThanOrEqual(2);
    expect(new Set(incidents.map(({ state }) => state))).toEqual(new Set(['escalated']));
    expect(scenario.calls()).toHaveLength(callsWhenStopped);
    expect((await scenario.executions()).map(({ status }) => status)).not.toContain('RUNNING');
    expect(await scenario.rights()).toEqual({ leases: [], slots: [] });
    expect(await scenario.violations()).toEqual([]);
  });

  it('released again, lets later trouble be healed', async () => {
    const scenario = await twoBadConfigurations();
    await scenario.runUntil(async () => scenario.calls().length > 0);
    await stopHealing(scenario.loop.ports, request);
    await resumeHealing(scenario.loop.ports, { ...request, reason: 'seen' });

    await scenario.runUntil(async () =>
      scenario.fleet
        .truth()
        .faults.some(({ serviceId, endedBy }) => serviceId === 'notifications' && endedBy),
    );
    await scenario.runUntil(scenario.isClosed);

    const fault = scenario.fleet.truth().faults.find(({ serviceId }) => serviceId === 'notifications');
    expect(fault?.endedBy?.by).toBe('fleetmedic');
    expect(await scenario.violations()).toEqual([]);
  });
});
