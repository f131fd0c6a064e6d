// The faults of the catalogue, one at a time, on the simulated shop in mode auto: what Fleetmedic can mend it mends alone,
// what it cannot it hands to people untouched.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StrategyName } from '#domain/plan/plan.ts';
import { idOf, resource } from '../local/fleet/builders.ts';
import { begin, liveThroughMorning, type Trouble } from './shop.ts';

let morning: Awaited<ReturnType<typeof liveThroughMorning>>;
beforeAll(async () => {
  morning = await liveThroughMorning();
});
afterAll(() => morning.forget());

/** Strong, and longer than the scenario: it ends only if somebody ends it. */
function fault(kind: Trouble['kind'], name: string, more: Partial<Trouble> = {}): Trouble {
  return { kind, serviceId: idOf(name), strength: 0.8, durationMinutes: 300, ...more };
}

describe('a fault that has a remedy', () => {
  it.each<readonly [string, Trouble, StrategyName]>([
    ['a bad deployment', fault('F1', 'accounts'), 'configuration-rollback'],
    ['a bad configuration', fault('F3', 'search'), 'configuration-rollback'],
    ['an old memory leak', fault('F4', 'catalog', { origin: 'old', strength: 1 }), 'service-restart'],
    [
      'a new memory leak',
      fault('F4', 'catalog', { origin: 'deployment', strength: 1 }),
      'configuration-rollback',
    ],
    ['one bad task', fault('F12', 'search'), 'service-restart'],
    ['a surge of demand', fault('F6', 'accounts'), 'instance-scaling'],
    ['a connection leak', fault('F5', 'accounts', { strength: 1 }), 'service-restart'],
    ['a backlog', fault('F15', 'shipping', { strength: 0.4 }), 'instance-scaling'],
  ])('is mended without a person: %s', async (_name, trouble, strategy) => {
    const scenario = await begin(morning, { injections: [trouble] });

    await scenario.runUntil(async () =>
      scenario.fleet.truth().faults.some(({ endedAt }) => endedAt !== undefined),
    );
    await scenario.runUntil(scenario.isClosed);

    expect(scenario.fleet.truth().faults[0]?.endedBy?.by).toBe('fleetmedic');
    const [incident] = await scenario.incidents();
    const [first] = await scenario.loop.stores.plans.listOf(incident?.incidentId as never);
    expect(first?.strategy).toBe(strategy);
    expect(await scenario.rights()).toEqual({ leases: [], slots: [] });
    expect(await scenario.violations()).toEqual([]);
  });
});

describe('a fault without a remedy', () => {
  it.each<readonly [string, Trouble]>([
    ['a slow third party', fault('F8', 'payment')],
    ['a version that migrated its database', fault('F1', 'recommendations', { variant: 0.95 })],
  ])('is handed to people, and nothing is touched: %s', async (_name, trouble) => {
    const scenario = await begin(morning, { injections: [trouble] });

    await scenario.runUntil(scenario.isClosed);

    const incidents = await scenario.incidents();
    expect(incidents.map(({ state }) => state)).toEqual(['escalated']);
    expect(scenario.paged).toContain(incidents[0]?.serviceId);
    expect(scenario.calls()).toEqual([]);
    expect(await scenario.violations()).toEqual([]);
  });
});

describe('a remedy that does not help', () => {
  it('is taken back, and what is left is handed to people', async () => {
    const injections = [fault('F3', 'search'), fault('F1', 'search', { after: 11, strength: 0.9 })];
    const scenario = await begin(morning, { injections });

    await scenario.runUntil(async () => scenario.calls().length === 2);
    await scenario.runUntil(scenario.isClosed);

    const [applied, takenBack] = scenario.calls();
    expect(applied?.clientToken).toMatch(/\/apply-1-0$/);
    expect(takenBack?.clientToken).toMatch(/\/rollback-1-0$/);
    expect(takenBack?.after).toEqual(applied?.before);
    expect(takenBack?.action?.resourceId).toBe(resource('configuration/shop/search'));
    expect(await scenario.rights()).toEqual({ leases: [], slots: [] });
    expect(await scenario.violations()).toEqual([]);
  });
});
