import { describe, expect, it } from 'vitest';
import { serviceRestart } from '#strategies/service-restart/strategy.ts';
import { CHECKOUT_ECS, change, ecsState, hypothesis, minute, resourceDescription } from '../builders.ts';
import { situation } from './situation.ts';

const because = (failureType: 'memory-leak' | 'connection-leak' | 'bad-task' | 'unexplained') =>
  situation({ hypothesis: hypothesis({ failureType }) });

describe('a service restart', () => {
  it.each([
    ['memory-leak', 'a memory leak (now at 91 %)'],
    ['connection-leak', 'a connection leak (88 open now)'],
    ['bad-task', 'a bad task'],
  ] as const)('replaces all tasks because of a %s', (failureType, why) => {
    expect(serviceRestart.propose(because(failureType))).toEqual({
      ok: true,
      value: {
        actions: [{ kind: 'ecs-service/force-new-deployment', resourceId: CHECKOUT_ECS }],
        summary: `Restart checkout: replace its 4 tasks one after the other, because of ${why}`,
      },
    });
  });

  it('names the cause also where the number is unknown, or a person asked', () => {
    const blind = serviceRestart.propose({ ...because('memory-leak'), current: {} });
    const asked = serviceRestart.propose({ ...because('unexplained'), isRequested: true });

    expect(blind).toMatchObject({ value: { summary: expect.stringContaining('because of a memory leak') } });
    expect(asked).toMatchObject({ value: { summary: expect.stringContaining('because of a request') } });
  });

  it('stands aside where few tasks may be stopped before their replacements run', () => {
    const sparse = resourceDescription({ state: ecsState({ desiredCount: 3 }), minimumHealthyPercent: 50 });
    const many = resourceDescription({ state: ecsState({ desiredCount: 8 }), minimumHealthyPercent: 50 });
    const { minimumHealthyPercent: _unset, ...byDefault } = resourceDescription();

    expect(serviceRestart.propose(situation({ resources: [sparse] }))).toMatchObject({
      refusal: { reason: 'backfires' },
    });
    expect(serviceRestart.propose(situation({ resources: [many] })).ok).toBe(true);
    expect(serviceRestart.propose(situation({ resources: [byDefault] })).ok).toBe(true);
  });

  it('does not repeat a restart that did not last two hours', () => {
    const at = (minutes: number) =>
      situation({ changes: [change({ by: 'fleetmedic', kind: 'restart', at: minute(minutes) })] });

    expect(serviceRestart.propose(at(-20))).toMatchObject({
      refusal: { reason: 'not-indicated', detail: 'it was restarted 26 min ago and the trouble came back' },
    });
    expect(serviceRestart.propose(at(-120)).ok).toBe(true);
  });

  it('takes tasks that the autoscaler has just added for cold, not for bad', () => {
    const scaled = (minutes: number, failureType: Parameters<typeof because>[0] = 'bad-task') => ({
      ...because(failureType),
      changes: [change({ by: 'platform', kind: 'scaling', at: minute(minutes) })],
    });

    expect(serviceRestart.propose(scaled(-3))).toMatchObject({
      refusal: { reason: 'not-yet', detail: 'tasks that the autoscaler has just added are warming up' },
    });
    expect(serviceRestart.propose(scaled(-4)).ok).toBe(true);
    expect(serviceRestart.propose(scaled(-3, 'memory-leak')).ok).toBe(true);
  });

  it.each([
    { by: 'other', kind: 'scaling' },
    { by: 'platform', kind: 'deployment' },
  ] as const)('does not wait for a $kind by $by', (made) => {
    const changes = [change({ ...made, at: minute(5) })];

    expect(serviceRestart.propose({ ...because('bad-task'), changes }).ok).toBe(true);
  });
});
