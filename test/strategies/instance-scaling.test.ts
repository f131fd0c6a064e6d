import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instanceScaling } from '#strategies/instance-scaling/strategy.ts';
import {
  CHECKOUT_SCALING,
  change,
  ecsState,
  hypothesis,
  minute,
  resourceDescription,
  scalingState,
  service,
} from '../builders.ts';
import { foreseenSpike } from '../demand.ts';
import { situation } from './situation.ts';

const ecs = (desiredCount: number, runningCount = desiredCount) =>
  resourceDescription({ state: ecsState({ desiredCount }), runningCount });
const autoscaled = (maxCapacity: number) =>
  resourceDescription({ resourceId: CHECKOUT_SCALING, state: scalingState({ maxCapacity }) });
const backlog = hypothesis({ failureType: 'consumer-backlog' });

describe('instance scaling', () => {
  it('adds tasks in proportion to the overload', () => {
    expect(instanceScaling.propose(situation())).toMatchObject({
      ok: true,
      value: {
        actions: [{ kind: 'ecs-service/set-desired-count', desiredCount: 6 }],
        summary: 'Scale checkout from 4 to 6 tasks: CPU at 90 %',
      },
    });
  });

  it('raises the floor of the autoscaler where there is one', () => {
    const proposed = instanceScaling.propose(situation({ resources: [ecs(4), autoscaled(20)] }));

    expect(proposed).toMatchObject({
      value: { actions: [{ kind: 'scalable-target/set-min-capacity', minCapacity: 6 }] },
    });
  });

  it('doubles where the demand is hidden behind a full CPU, and, step by step, twice to drain a backlog', () => {
    const full = instanceScaling.propose(situation({ current: { cpu: 99 } }));
    const late = instanceScaling.propose(situation({ hypothesis: backlog, current: { 'queue-age': 300 } }));
    const unseen = instanceScaling.propose(situation({ hypothesis: backlog, current: {} }));

    expect(full).toMatchObject({ value: { actions: [{ desiredCount: 8 }] } });
    expect(late).toMatchObject({
      value: {
        actions: [{ desiredCount: 8 }, { desiredCount: 16 }],
        summary: 'Scale checkout from 4 to 8, then to 16 tasks: messages wait 300 s',
      },
    });
    expect(unseen).toMatchObject({
      value: { summary: 'Scale checkout from 4 to 8, then to 16 tasks: CPU at 0 %' },
    });
  });

  it('prepares for a foreseen spike on a calm service, by no more than double', () => {
    const calm = { current: { cpu: 20, throughput: 100 }, usual: { cpu: 20, throughput: 100 } };
    const small = foreseenSpike({ tasks: 6, peak: 230 });
    const large = foreseenSpike({ tasks: 12 });

    expect(instanceScaling.propose(situation({ ...calm, foreseen: small }))).toMatchObject({
      value: {
        actions: [{ kind: 'ecs-service/set-desired-count', desiredCount: 6 }],
        summary: 'Scale checkout from 4 to 6 tasks: a spike to 230/s is foreseen at 12:40 UTC',
      },
    });
    expect(instanceScaling.propose(situation({ ...calm, foreseen: large }))).toMatchObject({
      value: { actions: [{ desiredCount: 8 }] },
    });
  });

  it('does nothing for a spike that the tasks carry by now', () => {
    const proposed = instanceScaling.propose(situation({ foreseen: foreseenSpike({ tasks: 4 }) }));

    expect(proposed).toMatchObject({ ok: false, refusal: { reason: 'no-headroom' } });
  });

  it('follows the traffic where the CPU lags behind', () => {
    const proposed = instanceScaling.propose(situation({ current: { cpu: 61, throughput: 180 } }));

    expect(proposed).toMatchObject({
      value: {
        actions: [{ desiredCount: 6 }],
        summary: 'Scale checkout from 4 to 6 tasks: traffic at 150 % of its usual',
      },
    });
  });

  it.each([
    ['no-data', 'the CPU is unknown', { current: {} }],
    ['not-indicated', 'the CPU is fine', { current: { cpu: 50, throughput: 120 } }],
    ['not-indicated', 'the CPU is fine and the traffic unknown', { current: { cpu: 50 }, usual: {} }],
    ['no-headroom', 'the autoscaler is at its limit', { resources: [ecs(20), autoscaled(20)] }],
    ['no-headroom', 'the service is at its limit', { service: service({ maxTasks: 4 }) }],
    ['not-yet', 'tasks are starting already', { resources: [ecs(6, 4)] }],
    [
      'not-yet',
      'the autoscaler has just acted',
      { changes: [change({ by: 'platform', kind: 'scaling', at: minute(4) })] },
    ],
    ['backfires', 'tasks wait for the database', { current: { cpu: 50, connections: 120, throughput: 300 } }],
  ] as const)('stands aside (%s) when %s', (reason, _case, overrides) => {
    expect(instanceScaling.propose(situation(overrides))).toMatchObject({ ok: false, refusal: { reason } });
  });

  it('does not wait for a scaling of long ago, nor where the running tasks are unknown', () => {
    const changes = [change({ by: 'platform', kind: 'scaling', at: minute(1) })];
    const { runningCount: _unknown, ...description } = ecs(4);

    expect(instanceScaling.propose(situation({ changes, resources: [description] })).ok).toBe(true);
  });

  it('never more than doubles a service, never passes its limit and never takes tasks away', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 100, noNaN: true }),
        fc.double({ min: 0, max: 5000, noNaN: true }),
        fc.integer({ min: 1, max: 500 }),
        fc.integer({ min: 1, max: 500 }),
        (cpu, throughput, desiredCount, maxTasks) => {
          const proposed = instanceScaling.propose(
            situation({
              current: { cpu, throughput },
              resources: [ecs(desiredCount)],
              service: service({ maxTasks }),
            }),
          );
          if (!proposed.ok) return;
          const [action] = proposed.value.actions;
          if (action?.kind !== 'ecs-service/set-desired-count') throw new Error(`unexpected ${action?.kind}`);
          expect(action.desiredCount).toBeGreaterThan(desiredCount);
          expect(action.desiredCount).toBeLessThanOrEqual(Math.min(2 * desiredCount, maxTasks));
        },
      ),
    );
  });
});
