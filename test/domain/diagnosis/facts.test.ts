import { describe, expect, it } from 'vitest';
import { gatherFacts, growthOf } from '#domain/diagnosis/facts.ts';
import { findSteadyRise } from '#domain/diagnosis/steady-rise.ts';
import type { IndicatorValues } from '#domain/signal/indicator.ts';
import { anomaly, CART, CHECKOUT, change, minute, NOON, service } from '../../builders.ts';
import { BANK, factsOf, minutes, observation, shopFacts, USUAL, WEB } from './history.ts';

describe('the facts of a service', () => {
  it('compare the last minutes with the hour before the onset', () => {
    const facts = factsOf(observation(CHECKOUT, { cpu: 80, throughput: 150 }));

    expect(facts.usual).toEqual(USUAL);
    expect(facts.now).toEqual({ ...USUAL, cpu: 80, throughput: 150 });
    expect(growthOf(facts, 'throughput')).toBe(1.5);
  });

  it('take for "now" what was measured after the minute of the onset, which is ill in part only', () => {
    const cpuNow = (...since: readonly number[]) => {
      const health = minutes(CHECKOUT, -180, since.length, (each) => ({ ...USUAL, cpu: since[each] ?? 40 }));
      return factsOf(observation(CHECKOUT, {}, { health })).now.cpu;
    };

    expect(cpuNow(60, 90)).toBe(90);
    expect(cpuNow(60, 50, 90)).toBe(50);
    expect(cpuNow(60, 70, 80, 90)).toBe(80);
  });

  it('take the last minutes for "now" while none is known since the onset', () => {
    const health = minutes(CHECKOUT, -180, 1, (each) => ({ ...USUAL, cpu: each < -1 ? 40 : 60 }));

    expect(factsOf(observation(CHECKOUT, {}, { health })).now.cpu).toBe(60);
  });

  it('keep unknown what is unknown', () => {
    const facts = factsOf(observation(CHECKOUT, {}, { health: [] }));

    expect(facts.now).toEqual({});
    expect(growthOf(facts, 'cpu')).toBeUndefined();
    expect(growthOf(undefined, 'cpu')).toBeUndefined();
    expect(growthOf({ ...facts, now: { cpu: 1 }, usual: { cpu: 0 } }, 'cpu')).toBeUndefined();
    expect(facts.memoryRise).toBeUndefined();
  });

  it('begin with its own first anomaly, or else with the incident', () => {
    const anomalies = [anomaly({ onsetAt: minute(2) }), anomaly({ onsetAt: minute(1) })];

    expect(factsOf(observation(CHECKOUT, {}, { anomalies })).onsetAt).toBe(minute(1));
    expect(factsOf(observation(CHECKOUT, undefined)).onsetAt).toBe(NOON);
  });

  it('tell of illness that detection has yet to see for long enough', () => {
    const isIll = (since: IndicatorValues) => factsOf(observation(CHECKOUT, since, { anomalies: [] })).isIll;

    expect([0.05, 0.11].map((share) => isIll({ 'error-share': share }))).toEqual([false, true]);
    expect([0.5, 0.61].map((tail) => isIll({ 'latency-p99': tail }))).toEqual([false, true]);
    expect(factsOf(observation(CHECKOUT, {}, { anomalies: [], health: [] })).isIll).toBe(false);
  });

  it('hold the changes before the onset that Fleetmedic did not make, newest first', () => {
    const changes = [
      change({ at: minute(-40) }),
      change({ at: minute(-9), by: 'fleetmedic' }),
      change({ at: minute(-5), by: 'platform' }),
      change({ at: minute(8) }),
    ];

    const facts = factsOf(observation(CHECKOUT, {}, { changes }));

    expect(facts.changesBefore.map(({ at }) => at)).toEqual([minute(-5), minute(-40)]);
  });

  it('know which healthy service its calls no longer reach', () => {
    const healthy = { anomalies: [] };
    const starved = (now: IndicatorValues, extra = healthy) =>
      factsOf(observation(CHECKOUT, {}), observation(CART, now, extra)).starvedDependencies;

    expect(starved({ throughput: 60 })).toEqual([CART]);
    expect(starved({ throughput: 90 })).toEqual([]);
    expect(starved({ throughput: 60 }, { anomalies: [anomaly({ serviceId: CART })] } as never)).toEqual([]);
    const silent = factsOf(observation(CHECKOUT, {}), observation(CART, {}, { health: [], anomalies: [] }));
    expect(silent.starvedDependencies).toEqual([]);
  });

  it('take a service that reaches none of what it calls for the one that fails', () => {
    const services = [
      service({ id: WEB, dependsOn: [CHECKOUT, CART] }),
      service({ id: CHECKOUT }),
      service({ id: CART }),
    ];
    const starving = [
      observation(WEB, {}),
      observation(CHECKOUT, { throughput: 50 }, { anomalies: [] }),
      observation(CART, { throughput: 50 }, { anomalies: [] }),
    ];

    expect(gatherFacts(starving, services, NOON).get(WEB)?.starvedDependencies).toEqual([]);
  });

  it('know who around it is ill, down, or not measured', () => {
    const facts = factsOf(
      observation(CHECKOUT, {}),
      observation(CART, { 'error-share': 0.8 }),
      observation(WEB, undefined, {
        health: minutes(WEB, -180, 10, (each) => ({ ...USUAL, throughput: each < 0 ? 100 : 200 })),
      }),
    );

    expect(facts).toMatchObject({
      illDependencies: [CART],
      downDependencies: [CART],
      unmeasuredDependencies: [BANK],
      callerGrowth: 2,
    });
    expect(shopFacts(observation(CART, { 'healthy-share': 0.1 })).get(CHECKOUT)?.downDependencies).toEqual([
      CART,
    ]);
    expect(shopFacts(observation(CART, {})).get(CHECKOUT)?.downDependencies).toEqual([]);
    expect(shopFacts().get(WEB)?.callerGrowth).toBeUndefined();
  });
});

describe('a steady rise', () => {
  const samples = (values: readonly number[]) => values.map((value, index) => ({ at: minute(index), value }));

  it('is the climb to the highest value', () => {
    const flat = Array.from({ length: 20 }, () => 50);
    const climb = Array.from({ length: 40 }, (_, index) => 50 + index);

    const rise = findSteadyRise(samples([...flat, ...climb, 30, 30, 30, 30, 30]));

    expect(rise).toMatchObject({ from: 50, to: 87, minutes: 35 });
  });

  it('begins after the last fall', () => {
    const saw = [
      ...Array.from({ length: 10 }, () => 90),
      ...Array.from({ length: 30 }, (_, index) => 40 + 2 * index),
    ];

    expect(findSteadyRise(samples(saw))).toMatchObject({ from: 44, minutes: 25 });
  });

  it('is none where nothing was seen', () => {
    expect(findSteadyRise([])).toBeUndefined();
  });
});
