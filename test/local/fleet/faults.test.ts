import { describe, expect, it } from 'vitest';
import type { Injection } from '#local/fleet/fleet.ts';
import { tryRemedy } from '#local/fleet/remedies.ts';
import {
  idOf,
  injection,
  minutesAfter,
  NOON,
  PERSON,
  pointsOf,
  quietFleet,
  runMinutes,
  runUntilVisible,
} from './builders.ts';

function fleetWith(overrides: Partial<Injection> & Pick<Injection, 'kind' | 'serviceId'>) {
  return quietFleet({ injections: [injection(overrides)] });
}

describe('a fault', () => {
  it('ends by the hand of its owner when nobody else ends it', () => {
    const fleet = fleetWith({ kind: 'F1', serviceId: idOf('orders'), durationMinutes: 60 });

    runMinutes(fleet, 120);

    expect(fleet.truth().faults[0]?.endedBy).toEqual({ by: 'owner' });
  });

  it.each(['F3', 'F12'] as const)('%s as well is mended by its owner in the end', (kind) => {
    const fleet = fleetWith({ kind, serviceId: idOf('cart'), durationMinutes: 40 });

    runMinutes(fleet, 90);

    expect(fleet.truth().faults[0]?.endedBy).toEqual({ by: 'owner' });
  });

  it.each([
    ['F6', 'accounts'],
    ['F8', 'payment'],
    ['F25', 'inventory'],
  ] as const)('%s passes when its time is over', (kind, name) => {
    const fleet = fleetWith({ kind, serviceId: idOf(name), durationMinutes: 40 });

    runMinutes(fleet, 90);

    expect(fleet.truth().faults[0]?.endedBy).toEqual({ by: 'nature' });
  });

  it('is not visible while nobody notices, as a bad version whose tasks never come up', () => {
    const fleet = fleetWith({ kind: 'F1', serviceId: idOf('orders'), variant: 0.01 });

    runMinutes(fleet, 60);

    const [fault] = fleet.truth().faults;
    expect(fault?.visibleAt).toBeUndefined();
    expect(fault?.endedBy).toEqual({ by: 'platform' });
    const unhealthy = pointsOf(fleet, 'target-group/shop/orders', 'unhealthy-targets').map(
      ({ value }) => value,
    );
    expect(Math.max(...unhealthy)).toBeGreaterThan(0);
    expect(fleet.drainEvents().map(({ detail }) => detail['eventName'])).toEqual(
      expect.arrayContaining(['SERVICE_TASK_START_IMPAIRED', 'SERVICE_DEPLOYMENT_FAILED']),
    );
  });

  it('stays when the deployment circuit breaker is off, though its tasks never come up', () => {
    const injections = [injection({ kind: 'F1', serviceId: idOf('orders'), variant: 0.01 })];
    const fleet = quietFleet({ injections, isPlatformActive: false });

    runMinutes(fleet, 60);

    expect(fleet.truth().faults[0]?.endedAt).toBeUndefined();
  });

  it('gets worse by a rollback when the version migrated the database', () => {
    const fleet = fleetWith({ kind: 'F1', serviceId: idOf('orders'), variant: 0.99, strength: 0.1 });
    runUntilVisible(fleet);

    tryRemedy(fleet, 'roll-back-deployment', idOf('orders'), PERSON);
    const before = fleet.truth().services['orders'];
    runMinutes(fleet, 30);

    const after = fleet.truth().services['orders'];
    const share =
      ((after?.failedRequests ?? 0) - (before?.failedRequests ?? 0)) /
      ((after?.requests ?? 0) - (before?.requests ?? 0));
    expect(share).toBeGreaterThan(0.25);
    expect(fleet.truth().faults[0]?.endedAt).toBeUndefined();
  });

  it('is open again when somebody brings the bad version back', () => {
    const fleet = fleetWith({ kind: 'F1', serviceId: idOf('orders') });
    runUntilVisible(fleet);
    tryRemedy(fleet, 'roll-back-deployment', idOf('orders'), PERSON);
    runMinutes(fleet, 15);
    expect(fleet.truth().faults[0]?.endedAt).toBeDefined();

    tryRemedy(fleet, 'roll-back-deployment', idOf('orders'), PERSON);
    runMinutes(fleet, 15);

    expect(fleet.truth().faults[0]?.endedAt).toBeUndefined();
  });

  it('is open again when relief does not last', () => {
    const fleet = fleetWith({ kind: 'F6', serviceId: idOf('accounts') });
    runUntilVisible(fleet);
    tryRemedy(fleet, 'scale-out', idOf('accounts'), PERSON);
    runMinutes(fleet, 30);
    expect(fleet.truth().faults[0]?.endedBy?.by).toBe('person');

    const resourceId = 'ecs-service/shop/accounts' as never;
    fleet.apply({ kind: 'ecs-service/set-desired-count', resourceId, desiredCount: 3 }, PERSON);
    runMinutes(fleet, 30);

    expect(fleet.truth().faults[0]?.endedAt).toBeUndefined();
  });

  it('is mended through its external, by whoever has the third party mend it', () => {
    const fleet = fleetWith({ kind: 'F8', serviceId: idOf('payment') });
    runUntilVisible(fleet);

    fleet.intervene(
      { kind: 'fix-external', serviceId: idOf('payment'), dependencyId: idOf('card-network') },
      PERSON,
    );
    runMinutes(fleet, 5);

    expect(fleet.truth().faults[0]?.endedBy).toEqual({ by: 'person', callId: 'call-1' });
  });

  it('bites slowly when it is a leak: memory first, users later, and out of memory in the end', () => {
    const fleet = fleetWith({ kind: 'F4', serviceId: idOf('accounts'), origin: 'old' });

    const { visibleAt, onset } = runUntilVisible(fleet);
    runMinutes(fleet, 40);

    expect(visibleAt).toBeGreaterThan(minutesAfter(onset, 20));
    const memory = pointsOf(fleet, 'ecs-service/shop/accounts', 'memory').map(({ value }) => value);
    expect(Math.max(...memory)).toBeGreaterThan(95);
    expect(fleet.truth().faults[0]?.endedBy).toEqual({ by: 'platform' });
  });

  it('takes the connections of those it shares the database with', () => {
    const fleet = fleetWith({ kind: 'F5', serviceId: idOf('orders') });

    runUntilVisible(fleet);

    const connections = pointsOf(fleet, 'rds-instance/shop/orders-db', 'connections').map(
      ({ value }) => value,
    );
    expect(Math.max(...connections)).toBeGreaterThan(2 * Math.min(...connections));
  });

  it('outlives its trigger when it is a retry storm', () => {
    const fleet = fleetWith({ kind: 'F10', serviceId: idOf('accounts') });

    runMinutes(fleet, 90);

    const cpu = pointsOf(fleet, 'ecs-service/shop/accounts', 'cpu').slice(-10);
    expect(cpu.every(({ value }) => value > 90)).toBe(true);
  });

  it('is over by itself when a storm does not catch', () => {
    const startAt = minutesAfter(NOON, -10 * 60);
    const at = minutesAfter(startAt, 30);
    const fleet = quietFleet({
      startAt,
      injections: [injection({ kind: 'F10', serviceId: idOf('inventory'), at })],
    });

    runMinutes(fleet, 90);

    expect(fleet.truth().faults[0]?.endedBy).toEqual({ by: 'nature' });
  });

  it('comes and goes when it is intermittent, and grows when it is a ramp', () => {
    const errorsOf = (shape: Injection['shape']) => {
      const fleet = fleetWith({ kind: 'F3', serviceId: idOf('cart'), ...(shape && { shape }) });
      runMinutes(fleet, 75);
      const errors = pointsOf(fleet, 'target-group/shop/cart', 'error-count');
      return errors.reduce((sum, { value }) => sum + value, 0);
    };

    const [step, intermittent, ramp] = [errorsOf('step'), errorsOf('intermittent'), errorsOf('ramp')];

    expect(intermittent / step).toBeGreaterThan(0.4);
    expect(intermittent / step).toBeLessThan(0.8);
    expect(ramp).toBeLessThan(step);
  });

  it('cannot be injected where nothing is', () => {
    expect(() => fleetWith({ kind: 'F1', serviceId: idOf('nowhere') })).toThrow(/services are web, catalog/);
  });

  it('slows requests down rather than failing them, for some bad values', () => {
    const fleet = fleetWith({ kind: 'F3', serviceId: idOf('cart'), variant: 0.1 });

    runUntilVisible(fleet);
    runMinutes(fleet, 10);

    const p50 = pointsOf(fleet, 'target-group/shop/cart', 'latency-p50').map(({ value }) => value);
    expect(p50.at(-1)).toBeGreaterThan(4 * (p50[0] ?? 0));
  });
});
