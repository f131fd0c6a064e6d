import { describe, expect, it } from 'vitest';
import { ServiceId } from '#domain/ids.ts';
import {
  findIncidentToJoin,
  GROUPING_SECONDS,
  hopsBetween,
  isWorthAnIncident,
  takeIn,
} from '#domain/incident/grouping.ts';
import type { Incident } from '#domain/incident/incident.ts';
import { anomaly, at, CART, CHECKOUT, evidence, incident, minute, service } from '../../builders.ts';

const [WEB, DATABASE, FAR] = ['web', 'database', 'far'].map((id) => ServiceId.parse(id)) as [
  ServiceId,
  ServiceId,
  ServiceId,
];
/** web -> checkout -> cart -> database -> far */
const services = [
  service({ id: WEB, dependsOn: [CHECKOUT] }),
  service({ id: CHECKOUT, dependsOn: [CART] }),
  service({ id: CART, dependsOn: [DATABASE] }),
  service({ id: DATABASE, dependsOn: [FAR] }),
];

describe('an anomaly', () => {
  it.each([
    ['users feel', anomaly(), true],
    ['lies ahead', anomaly({ isUserVisible: false, evidence: [evidence({ detectors: ['trend'] })] }), true],
    [
      'is predicted',
      anomaly({ isUserVisible: false, evidence: [evidence({ detectors: ['prediction'] })] }),
      true,
    ],
    ['nobody feels', anomaly({ isUserVisible: false }), false],
  ])('that %s is worth an incident: %#', (_case, found, isWorth) => {
    expect(isWorthAnIncident(found)).toBe(isWorth);
  });
});

describe('the distance between services', () => {
  it.each([
    [CHECKOUT, CHECKOUT, 0],
    [CHECKOUT, CART, 1],
    [CART, CHECKOUT, 1],
    [WEB, CART, 2],
    [WEB, DATABASE, undefined],
  ])('%s and %s: %s calls', (a, b, hops) => {
    expect(hopsBetween(services, a, b)).toBe(hops);
  });
});

describe('an anomaly joins', () => {
  const closed = (state: Incident['state'], minutes: number) =>
    incident({ state, closedAt: minute(minutes), lastAnomalyAt: minute(0) });

  it.each([
    ['a running incident of its service', incident(), anomaly({ at: minute(1) })],
    ['a running incident of what it calls', incident({ serviceId: CART }), anomaly({ at: minute(1) })],
    ['one that is with people', closed('escalated', 5), anomaly({ at: minute(10) })],
    ['the resolved one that it is late for', closed('resolved', 5), anomaly({ at: minute(4) })],
  ])('%s', (_case, there, found) => {
    expect(findIncidentToJoin([there], found, services)).toBe(there);
  });

  it.each([
    ['one that was suppressed before', closed('suppressed', 5), anomaly({ at: minute(10) })],
    [
      'one that is with people, on a service beside it',
      closed('escalated', 5),
      anomaly({ at: minute(10), serviceId: CART }),
    ],
    ['a resolved incident that it came after', closed('resolved', 5), anomaly({ at: minute(6) })],
    ['one without news for long', incident(), anomaly({ at: at(GROUPING_SECONDS + 1) })],
    ['one of a service far away', incident({ serviceId: FAR }), anomaly({ at: minute(1) })],
  ])('not %s', (_case, there, found) => {
    expect(findIncidentToJoin([there], found, services)).toBeUndefined();
  });

  it('the nearest, and a running one before one that has ended', () => {
    const near = incident({ serviceId: CHECKOUT });
    const far = incident({ serviceId: WEB });
    const ended = { ...incident({ serviceId: CART }), state: 'escalated' as const };

    expect(findIncidentToJoin([far, near], anomaly({ serviceId: CART }), services)).toBe(near);
    expect(findIncidentToJoin([ended, far], anomaly({ serviceId: CART }), services)).toBe(far);
  });
});

describe('an incident that takes an anomaly in', () => {
  it('gains its service and evidence, and grows worse but never milder', () => {
    const before = incident({ severity: 'SEV-3' });
    const found = anomaly({ serviceId: CART, at: minute(2), onsetAt: minute(-1), isFallback: true });

    const after = takeIn(before, found, services);

    expect(after).toMatchObject({
      serviceIds: [CHECKOUT, CART],
      anomalyIds: [before.anomalyIds[0], found.anomalyId],
      evidence: { [CART]: found.evidence },
      onsetAt: minute(-1),
      lastAnomalyAt: minute(2),
      isFallback: true,
    });
    expect(takeIn({ ...before, severity: 'SEV-1' }, found, services).severity).toBe('SEV-1');
  });

  it('does not go back in time for an anomaly that comes late', () => {
    const after = takeIn(incident(), anomaly({ at: minute(-3), onsetAt: minute(1) }), services);

    expect(after).toMatchObject({ lastAnomalyAt: minute(0), onsetAt: minute(0) });
  });

  it('keeps the band that each indicator had first', () => {
    const later = anomaly({
      at: minute(3),
      evidence: [evidence({ upper: 0.5 }), evidence({ indicator: 'cpu' })],
    });

    const after = takeIn(incident(), later, services);

    expect(after.evidence[CHECKOUT]?.map(({ indicator, upper }) => [indicator, upper])).toEqual([
      ['error-share', 0.01],
      ['cpu', 0.01],
    ]);
  });

  it('is the very same when it holds the anomaly already', () => {
    const before = incident({ anomalyIds: [anomaly().anomalyId] });

    expect(takeIn(before, anomaly(), services)).toBe(before);
  });
});
