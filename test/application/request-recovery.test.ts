import { describe, expect, it } from 'vitest';
import { requestRecovery } from '#application/request-recovery.ts';
import { ServiceId } from '#domain/ids.ts';
import { CHECKOUT, incident, NOON, service } from '../builders.ts';
import { foreseenSpike } from '../demand.ts';
import { makeWorld } from './world.ts';

const request = { by: 'ana', serviceId: CHECKOUT };

describe('the forecaster who asks for capacity', () => {
  const ask = { by: 'fleetmedic:forecast', serviceId: CHECKOUT, strategy: 'instance-scaling' } as const;

  it('gets an incident that says what is coming, in any mode, and once for each spike', async () => {
    const world = makeWorld({ mode: 'observe' });
    const foreseen = foreseenSpike();

    const first = await requestRecovery(world.deps, { ...ask, foreseen, isFallback: true });
    const second = await requestRecovery(
      { ...world.deps, incidents: { ...world.deps.incidents, listOpen: async () => [] } },
      { ...ask, foreseen },
    );

    const [opened, ...others] = await world.deps.incidents.listOpen();
    expect([first.ok, second.ok, others]).toEqual([true, false, []]);
    expect(opened).toMatchObject({
      title: 'checkout: a spike to 230/s is foreseen at 12:40 UTC',
      foreseen,
      isFallback: true,
      openedAt: NOON,
    });
  });
});

describe('a person who asks for a recovery', () => {
  it('gets an incident of her own, which remembers who asked', async () => {
    const world = makeWorld();

    const answer = await requestRecovery(world.deps, {
      ...request,
      strategy: 'service-restart',
      reason: 'it hangs',
    });

    if (!answer.ok) throw new Error(answer.refusal.detail);
    const opened = await world.deps.incidents.find(answer.value.incidentId);
    expect(opened).toMatchObject({
      requestedBy: 'ana',
      requestedStrategy: 'service-restart',
      severity: 'SEV-4',
      onsetAt: NOON,
      title: 'checkout: recovery asked for',
    });
    expect(world.started).toEqual([answer.value.executionId]);
    expect(await world.audited()).toEqual(['recovery-requested']);
    const [line] = await world.deps.incidents.timeline(answer.value.incidentId);
    expect(line?.summary).toBe('ana asked for a recovery of checkout by service-restart: it hangs');
  });

  it('may leave the choice to the plan', async () => {
    const world = makeWorld();

    const answer = await requestRecovery(world.deps, request);

    const [opened] = await world.deps.incidents.listOpen();
    expect(answer.ok).toBe(true);
    expect(opened).not.toHaveProperty('requestedStrategy');
  });

  it('is refused where the mode forbids acting', async () => {
    const world = makeWorld({ mode: 'observe' });
    const bound = makeWorld({ services: [service({ strategies: { 'service-restart': 'suggest' } })] });

    const observed = await requestRecovery(world.deps, request);
    const suggested = await requestRecovery(bound.deps, { ...request, strategy: 'service-restart' });

    expect(observed).toMatchObject({
      refusal: { reason: 'mode', detail: expect.stringContaining('in mode observe') },
    });
    expect(suggested).toMatchObject({
      refusal: { reason: 'mode', detail: expect.stringContaining('in mode suggest') },
    });
    expect(world.started).toEqual([]);
  });

  it('is told which services there are', async () => {
    const answer = await requestRecovery(makeWorld().deps, {
      by: 'ana',
      serviceId: ServiceId.parse('chekout'),
    });

    expect(answer).toMatchObject({
      refusal: {
        reason: 'unknown-service',
        detail: 'No service "chekout" is watched; there are checkout, cart',
      },
    });
  });

  it('is pointed to the incident that is there already', async () => {
    const world = makeWorld();
    await world.deps.incidents.create(incident());

    expect(await requestRecovery(world.deps, request)).toMatchObject({
      refusal: { reason: 'already-open', incidentId: incident().incidentId },
    });
  });

  it('asks once, however often the button is pressed in the same second', async () => {
    const world = makeWorld();
    const blindToIt = { ...world.deps.incidents, listOpen: async () => [] };
    const deps = { ...world.deps, incidents: blindToIt };
    await requestRecovery(deps, request);

    expect(await requestRecovery(deps, request)).toMatchObject({
      ok: false,
      refusal: { reason: 'already-open' },
    });
  });
});
