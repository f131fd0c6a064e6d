import { beforeAll, describe, expect, it } from 'vitest';
import type { ServiceId } from '#domain/ids.ts';
import { FAULT_KINDS, type FaultKind } from '#local/fleet/accident.ts';
import { FAULT_CATALOGUE, hasPresentRemedy, remediesFor } from '#local/fleet/catalogue.ts';
import { type Fleet, type FleetSnapshot, type Injection, restoreFleet } from '#local/fleet/fleet.ts';
import { REMEDIES, type Remedy, tryRemedy } from '#local/fleet/remedies.ts';
import { idOf, injection, PERSON, quietFleet, runMinutes, runUntilVisible } from './builders.ts';

/** Minutes that a remedy has to show what it is worth, and that the fault has shown before it is tried. */
const JUDGED_MINUTES = 45;
const SHOWN_MINUTES = 3;

interface Trial extends Pick<Injection, 'serviceId' | 'origin' | 'strength'> {
  readonly shownMinutes?: number;
}

/** Where each fault is tried. A leak is given time until it bites. */
const TRIALS: Readonly<Record<FaultKind, Trial>> = {
  F1: { serviceId: idOf('orders') },
  F3: { serviceId: idOf('cart') },
  F4: { serviceId: idOf('accounts'), shownMinutes: 10, origin: 'old' },
  F5: { serviceId: idOf('orders'), shownMinutes: 8 },
  F6: { serviceId: idOf('accounts') },
  F8: { serviceId: idOf('payment') },
  F10: { serviceId: idOf('accounts'), shownMinutes: 12 },
  F12: { serviceId: idOf('cart') },
  F15: { serviceId: idOf('shipping'), strength: 0.2 },
  F25: { serviceId: idOf('inventory') },
};

/** A fault in full flower, to try remedies on. */
function raise(kind: FaultKind): FleetSnapshot {
  const { shownMinutes = SHOWN_MINUTES, ...trial } = TRIALS[kind];
  const fleet = quietFleet({ injections: [injection({ kind, ...trial })] });
  runUntilVisible(fleet);
  runMinutes(fleet, shownMinutes);
  return fleet.snapshot();
}

/** What comes of a remedy, or of none. */
function attempt(snapshot: FleetSnapshot, serviceId: ServiceId, remedy?: Remedy) {
  const fleet = restoreFleet(snapshot);
  const before = fleet.truth().failedRequests;
  const answer = remedy && tryRemedy(fleet, remedy, serviceId, PERSON);
  runMinutes(fleet, JUDGED_MINUTES);
  const fault = fleet.truth().faults[0];
  return { failed: fleet.truth().failedRequests - before, fault, answer };
}

describe.each(FAULT_KINDS)('fault %s', (kind) => {
  const { serviceId } = TRIALS[kind];
  const line = FAULT_CATALOGUE[kind];
  let snapshot: FleetSnapshot;
  let failedAlone: number;

  beforeAll(() => {
    snapshot = raise(kind);
    failedAlone = attempt(snapshot, serviceId).failed;
  }, 60_000);

  it('is told by its users, where it struck', () => {
    const fault = restoreFleet(snapshot).truth().faults[0];

    expect(fault).toMatchObject({ kind, serviceId });
    expect(fault?.affectedServiceIds).toContain(serviceId);
  });

  it.each(line.mends)('is mended by %s', (remedy) => {
    const { failed, fault, answer } = attempt(snapshot, serviceId, remedy);

    expect(answer?.outcome).toBe('accepted');
    expect(failed).toBeLessThan(failedAlone / 2);
    expect(fault?.endedBy).toEqual({ by: 'person', callId: 'call-1' });
  });

  it.each(line.eases ?? [])('is eased by %s', (remedy) => {
    const { failed, fault } = attempt(snapshot, serviceId, remedy);

    expect(failed).toBeLessThan(0.95 * failedAlone);
    expect(fault?.endedBy?.by).not.toBe('person');
  });

  it.each(line.leaves)('is left as it is by %s', (remedy) => {
    const { failed } = attempt(snapshot, serviceId, remedy);

    expect(failed / failedAlone).toBeGreaterThan(0.95);
    expect(failed / failedAlone).toBeLessThan(1.05);
  });

  it.each(line.worsens ?? [])('is made worse by %s', (remedy) => {
    const { failed } = attempt(snapshot, serviceId, remedy);

    expect(failed).toBeGreaterThan(1.004 * failedAlone);
  });
});

describe('what the catalogue says of a fault', () => {
  function faultOf(overrides: Partial<Injection> & Pick<Injection, 'kind' | 'serviceId'>) {
    const fleet: Fleet = quietFleet({ injections: [injection(overrides)] });
    runMinutes(fleet, 31);
    const [fault] = fleet.truth().faults;
    if (!fault) throw new Error('The fault has not begun');
    return fault;
  }

  it('includes whether one of the present strategies mends it', () => {
    const isMended = FAULT_KINDS.filter((kind) =>
      hasPresentRemedy(faultOf({ kind, serviceId: TRIALS[kind].serviceId })),
    );

    expect(isMended).toEqual(['F1', 'F3', 'F4', 'F5', 'F6', 'F12', 'F15']);
  });

  it('knows that a migrated database cannot be rolled back, and a leak of a new version only so', () => {
    expect(remediesFor(faultOf({ kind: 'F1', serviceId: idOf('orders'), variant: 0.99 }))).toEqual([]);
    expect(remediesFor(faultOf({ kind: 'F4', serviceId: idOf('orders'), origin: 'deployment' }))).toEqual([
      'roll-back-deployment',
    ]);
  });

  it('covers only remedies that exist', () => {
    for (const { mends, eases = [], leaves, worsens = [] } of Object.values(FAULT_CATALOGUE)) {
      for (const remedy of [...mends, ...eases, ...leaves, ...worsens]) expect(REMEDIES).toContain(remedy);
    }
  });

  it('cannot be tried on a service that does not exist', () => {
    expect(() => tryRemedy(quietFleet(), 'restart', idOf('nowhere'), PERSON)).toThrow(RangeError);
  });
});
