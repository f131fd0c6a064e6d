import { describe, expect, it } from 'vitest';
import { openIncident } from '#application/open-incident.ts';
import { ServiceId } from '#domain/ids.ts';
import { anomaly, at, CART, CHECKOUT, evidence, healthRecord, incident, minute } from '../builders.ts';
import { makeWorld, type TestWorld } from './world.ts';

describe('an anomaly that users feel', () => {
  it('opens an incident and starts its recovery', async () => {
    const world = await watchedWorld();

    const answer = await openIncident(world.deps, anomaly());

    const [opened] = await world.deps.incidents.listOpen();
    expect(answer).toEqual({ outcome: 'opened', incidentId: opened?.incidentId });
    expect(opened).toMatchObject({
      state: 'open',
      severity: 'SEV-1',
      title: 'checkout: error share 21 % against 0 % to 1 % expected',
      serviceIds: [CHECKOUT],
    });
    expect(world.started).toEqual([opened?.executionId]);
    expect(await world.events(opened!.incidentId)).toEqual(['incident-opened']);
    expect(world.published).toEqual([{ type: 'incident-changed', incident: opened }]);
  });

  it('is one incident however often it is delivered', async () => {
    const world = await watchedWorld();
    await openIncident(world.deps, anomaly());

    const again = await openIncident(world.deps, anomaly());

    expect(again.outcome).toBe('joined');
    expect(await world.deps.incidents.listOpen()).toHaveLength(1);
    expect((await world.deps.incidents.listOpen())[0]?.version).toBe(1);
  });
});
