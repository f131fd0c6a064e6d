// What goes wrong with Fleetmedic itself: messages twice and late, functions that fail, calls without an answer, no model.
// None of it does anything twice, leaves anything open, or acts where it should not.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { disturbed } from '#local/delivery/disturbance.ts';
import type { Fleet } from '#local/fleet/fleet.ts';
import { openStream } from '#local/fleet/random.ts';
import type { Sabotage } from '#local/functions.ts';
import { idOf } from '../local/fleet/builders.ts';
import { begin, liveThroughMorning, type Scenario, type ScenarioOptions } from './shop.ts';

let morning: Awaited<ReturnType<typeof liveThroughMorning>>;
beforeAll(async () => {
  morning = await liveThroughMorning();
});
afterAll(() => morning.forget());

/** A bad version of accounts in mode auto, to the end of its incident. */
async function healed(options: ScenarioOptions): Promise<Scenario> {
  const trouble = { kind: 'F1', serviceId: idOf('accounts'), strength: 0.8, durationMinutes: 300 } as const;
  const scenario = await begin(morning, { injections: [trouble], ...options });
  await scenario.runUntil(scenario.isClosed);
  return scenario;
}

/** What was done, by which step of which kind of execution; ids and times aside. */
function acts(scenario: Scenario): readonly unknown[] {
  return scenario.calls().map(({ clientToken, action }) => [clientToken.split('/')[1], action]);
}

async function expectOneEnd(scenario: Scenario): Promise<void> {
  const executions = await scenario.executions();
  const incidents = await scenario.incidents();
  expect(executions.map(({ status }) => status)).toEqual(incidents.map(() => 'SUCCEEDED'));
  expect(await scenario.rights()).toEqual({ leases: [], slots: [] });
  expect(await scenario.violations()).toEqual([]);
}

describe('messages that come twice, late and out of order', () => {
  it('lead to the same acts', async () => {
    const calm = await healed({});
    const random = openStream(7, 'disturbance');
    const disturb = disturbed({ random, deliverTwiceShare: 0.5, maxDelaySeconds: 20 });

    const disturbedRun = await healed({ disturb });

    expect(acts(disturbedRun)).toEqual(acts(calm));
    expect(acts(calm)).toHaveLength(1);
    await expectOneEnd(disturbedRun);
  });
});

describe('a function that fails', () => {
  const lost = () => new Error('the function was lost');

  /** The first call of every function fails before it has done anything. */
  const failingAtFirst = (): Sabotage => {
    const called = new Set<string>();
    return (name, step) => async (event) => {
      if (called.has(name)) return step(event);
      called.add(name);
      throw lost();
    };
  };

  /** The first call of every function does its work, and its answer is lost. */
  const forgettingAtFirst = (): Sabotage => {
    const called = new Set<string>();
    return (name, step) => async (event) => {
      const answer = await step(event);
      if (called.has(name)) return answer;
      called.add(name);
      throw lost();
    };
  };

  it.each([
    ['before it did anything', failingAtFirst],
    ['after it did its work', forgettingAtFirst],
  ])('once at every step, %s, still leads to one end by one act', async (_name, sabotage) => {
    const scenario = await healed({ sabotage: sabotage() });

    expect(acts(scenario)).toHaveLength(1);
    expect((await scenario.incidents()).map(({ state }) => state)).toEqual(['resolved']);
    await expectOneEnd(scenario);
  });

  it.each(['DiagnoseIncident', 'PlanRecovery', 'BeginExecution', 'ApplyAction', 'VerifyRecovery'])(
    'for good, %s, leads to people, with nothing of ours left standing',
    async (broken) => {
      const sabotage: Sabotage = (name, step) => (name === broken ? () => Promise.reject(lost()) : step);

      const scenario = await healed({ sabotage });

      expect((await scenario.incidents())[0]?.state).toBe('escalated');
      const standing = scenario
        .calls()
        .reduce((sum, call) => sum + (/rollback/.test(call.clientToken) ? -1 : 1), 0);
      expect(standing).toBe(0);
      await expectOneEnd(scenario);
    },
  );
});

describe('a call that gets no answer', () => {
  /** Our first call is answered by nobody; whether it takes effect is up to the test. */
  function withoutAnswer(takesEffect: boolean) {
    return (fleet: Fleet): Fleet => {
      let isFirst = true;
      return {
        ...fleet,
        apply(action, caller) {
          if (!isFirst) return fleet.apply(action, caller);
          isFirst = false;
          if (takesEffect) fleet.apply(action, caller);
          return { outcome: 'no-answer' };
        },
      };
    };
  }

  it('but took effect, is verified like any other', async () => {
    const scenario = await healed({ meddle: withoutAnswer(true) });

    expect((await scenario.incidents()).map(({ state }) => state)).toEqual(['resolved']);
    expect(acts(scenario)).toHaveLength(1);
    await expectOneEnd(scenario);
  });

  it('and took no effect, is not made again, and leaves nothing to take back', async () => {
    const scenario = await healed({ meddle: withoutAnswer(false) });

    const entries = await scenario.loop.stores.audit.read(0, 1000);
    const events = entries.map(({ record }) => record.event);
    expect(events.filter((event) => event === 'action-unknown')).toHaveLength(1);
    expect(scenario.calls().map(({ clientToken }) => clientToken)).not.toContainEqual(
      expect.stringMatching(/apply-1-0|rollback-1/),
    );
    await expectOneEnd(scenario);
  });
});

describe('without its model', () => {
  it('thresholds find the trouble, and nothing is done without a person', async () => {
    const trouble = { kind: 'F1', serviceId: idOf('accounts'), strength: 0.8, durationMinutes: 300 } as const;
    const scenario = await begin(morning, { injections: [trouble], hasModel: false });

    await scenario.runUntil(scenario.isAsked);
    await scenario.runMinutes(10);

    const incidents = await scenario.incidents();
    expect(incidents.map(({ isFallback }) => isFallback)).toContain(true);
    expect(scenario.calls()).toEqual([]);
  });
});
