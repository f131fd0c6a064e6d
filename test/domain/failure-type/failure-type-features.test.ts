// The evidence on one suspect as numbers: what each is made of, that nothing unknown breaks them, and that no name shows.

import { expect, it } from 'vitest';
import type { Observation } from '#domain/diagnosis/facts.ts';
import { gatherFacts } from '#domain/diagnosis/facts.ts';
import { FAILURE_TYPE_FEATURE_NAMES, failureTypeRow } from '#domain/failure-type/failure-type-features.ts';
import { suspectsOf } from '#domain/failure-type/suspect.ts';
import { ServiceId } from '#domain/ids.ts';
import type { Service } from '#domain/service/service.ts';
import { CART, CHECKOUT, change, minute, NOON } from '../../builders.ts';
import { BANK, minutes, observation, SHOP, USUAL, WEB } from '../diagnosis/history.ts';

/** The features of one suspect by name; the whole shop is observed. */
function featuresOf(told: readonly Observation[], serviceId = CHECKOUT, services: readonly Service[] = SHOP) {
  const others = services.filter(({ id }) => !told.some((each) => each.serviceId === id));
  const observations = [...told, ...others.map(({ id }) => observation(id, undefined))];
  const facts = gatherFacts(observations, services, NOON);
  const suspects = suspectsOf({ facts, observations, services, now: minute(10) });
  const suspect = suspects.find((each) => each.facts.serviceId === serviceId);
  if (!suspect) throw new Error(`${serviceId} is no suspect`);
  const row = failureTypeRow(suspect);
  return Object.fromEntries(FAILURE_TYPE_FEATURE_NAMES.map((name, place) => [name, row[place]]));
}

it('measures a suspect against itself: in doublings, steps, shares and minutes', () => {
  const features = featuresOf([
    observation(CHECKOUT, { throughput: 200, cpu: 80, 'error-share': 0.401, 'latency-p99': 0.8 }),
  ]);

  expect(features).toMatchObject({
    trafficGrowth: 1,
    cpuGrowth: 1,
    cpuPerRequest: 0,
    tailGrowth: 2,
    tailBeyondMiddle: 2,
    errorShare: 0.401,
    cpu: 0.8,
    healthyShare: 1,
    minutesSinceOnset: 10,
    minutesSinceDeployment: 360,
    callers: 1,
    callersIll: 0,
  });
  expect(features['errorRise']).toBeCloseTo(0.4);
  expect(features['errorsOff']).toBeGreaterThan(3);
  expect(features['memoryOff']).toBe(0);
});

it('tells since when others are ill, what fails there, and what is not reached any more', () => {
  const features = featuresOf([
    observation(CHECKOUT, { 'error-share': 0.3 }),
    observation(CART, { 'error-share': 0.6, throughput: 25, cpu: 90 }),
    observation(WEB, { 'error-share': 0.2 }),
  ]);

  expect(features).toMatchObject({
    callersIll: 1,
    dependenciesIll: 1,
    dependenciesDown: 1,
    dependenciesUnmeasured: 1,
    dependencyLostCalls: 2,
    dependencyCpu: 0.9,
    dependencyLead: 0,
    othersIll: 1,
  });
  expect(features['callerErrors']).toBeCloseTo(0.199);
  expect(features['dependencyErrors']).toBeCloseTo(0.599);
});

it('counts the minutes since a change, and from it to the begin of a climb', () => {
  const health = minutes(CHECKOUT, -180, 10, (each) => ({
    ...USUAL,
    'error-share': each < 0 ? 0.001 : 0.3,
    memory: 50 + Math.max(0, each + 60) * 0.5,
    connections: 20 + Math.max(0, each + 60),
  }));
  const changes = [change({ at: minute(-62) }), change({ kind: 'configuration', at: minute(-20) })];
  const features = featuresOf([observation(CHECKOUT, { 'error-share': 0.3 }, { health, changes })]);

  expect(features).toMatchObject({ minutesSinceDeployment: 62, minutesSinceConfiguration: 20 });
  expect(features['memoryClimbMinutes']).toBeGreaterThan(30);
  expect(features['memoryClimb']).toBeGreaterThan(0.2);
  expect(features['memoryPartLeft']).toBeGreaterThan(0.9);
  expect(features['memoryClimbFromDeployment']).toBeLessThan(15);
  expect(features['connectionClimb']).toBeGreaterThan(1);
});

it('sees trouble that comes and goes, and what changed since it began', () => {
  const health = minutes(CHECKOUT, -180, 10, (each) => ({
    ...USUAL,
    'error-share': each < 0 ? 0.001 : each % 2 === 0 ? 0.4 : 0.01,
    throughput: each < 0 ? 100 : each < 6 ? 200 : 100,
  }));
  const features = featuresOf([observation(CHECKOUT, { 'error-share': 0.4 }, { health })]);

  expect(features).toMatchObject({ pausesOfErrors: 0.5, trafficSinceOnset: -1 });
});

it('reads what is unknown as usual, and says that it is unknown', () => {
  const health = minutes(CHECKOUT, 4, 9, () => ({ 'error-share': 0.5 }));
  const lost = featuresOf([observation(CHECKOUT, {}, { health })]);
  const silent = featuresOf([
    observation(CHECKOUT, {}, { health: [] }),
    observation(CART, undefined, { health: [] }),
  ]);
  const idle = featuresOf([
    observation(CHECKOUT, { 'error-share': 0.3, throughput: 0, memory: 60 }),
    observation(WEB, { throughput: 0 }),
  ]);

  expect(lost).toMatchObject({ trafficGrowth: 0, tailOff: 0, cpu: 0, knowsErrors: 1, knowsLatency: 0 });
  expect(silent).toMatchObject({ errorShare: 0, pausesOfErrors: 0, memoryPartLeft: 0, knowsErrors: 0 });
  expect(idle).toMatchObject({ trafficGrowth: -5, callerGrowth: -5 });
  for (const features of [lost, silent, idle])
    expect(Object.values(features).every(Number.isFinite)).toBe(true);
});

it('keeps what is left of a climb whose newest value is lost, and of pools that were empty nothing', () => {
  const health = minutes(CHECKOUT, -180, 10, (each) => ({
    ...USUAL,
    'error-share': each < 0 ? 0.001 : 0.3,
    ...(each < 4 && { memory: 50 + Math.max(0, each + 60) * 0.5 }),
    connections: Math.max(0, each),
  }));
  const { memory: _memory, ...others } = USUAL;
  const unknown = health.map((each, place) => (place < 187 ? each : { ...each, indicators: others }));
  const features = featuresOf([observation(CHECKOUT, {}, { health: unknown })]);

  expect(features).toMatchObject({ memoryPartLeft: 1, connectionClimb: 0 });
});

it('says the same of services with other names', () => {
  const renamed = new Map([WEB, CHECKOUT, CART, BANK].map((id) => [id, ServiceId.parse(`other-${id}`)]));
  const as = (id: ServiceId) => renamed.get(id) ?? id;
  const services = SHOP.map((each) => ({ ...each, id: as(each.id), dependsOn: each.dependsOn.map(as) }));
  const ill = (id: ServiceId, errors: number) => observation(id, { 'error-share': errors });

  const one = featuresOf([ill(CHECKOUT, 0.3), ill(CART, 0.6)]);
  const other = featuresOf([ill(as(CHECKOUT), 0.3), ill(as(CART), 0.6)], as(CHECKOUT), services);

  expect(other).toEqual(one);
});
