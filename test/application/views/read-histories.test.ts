import { describe, expect, it } from 'vitest';
import { readErrorHistory, readRecoveryHistory } from '#application/views/read-histories.ts';
import { ServiceId } from '#domain/ids.ts';
import { anomaly, CART, CHECKOUT, healthRecord, incident, minute, outcome } from '../../builders.ts';
import { makeViewWorld } from './world.ts';

describe('the history of errors', () => {
  it('tells abnormal and failing minutes of all services, newest first', async () => {
    const world = makeViewWorld();
    await world.anomalies.put(anomaly({ at: minute(-5) }));
    await world.anomalies.put(anomaly({ at: minute(-2), serviceId: CART }));
    await world.health.put(healthRecord({ at: minute(-4), errorShare: 0.2 }));
    await world.health.put(healthRecord({ at: minute(-3), errorShare: 0 }));
    await world.health.put(healthRecord({ at: minute(-1), serviceId: CART, errorShare: 0.1 }));

    const answer = await readErrorHistory(world, { hours: 1 });

    expect(answer?.anomalies.map(({ at }) => at)).toEqual([minute(-2), minute(-5)]);
    expect(answer?.failures).toEqual([
      { serviceId: CART, at: minute(-1), errorShare: 0.1 },
      { serviceId: CHECKOUT, at: minute(-4), errorShare: 0.2 },
    ]);
  });

  it('tells of one service alone', async () => {
    const world = makeViewWorld();
    await world.anomalies.put(anomaly({ at: minute(-2), serviceId: CART }));

    expect((await readErrorHistory(world, { hours: 1, service: CHECKOUT }))?.anomalies).toEqual([]);
    expect(await readErrorHistory(world, { hours: 1, service: ServiceId.parse('none') })).toBeUndefined();
  });
});

describe('the history of recoveries', () => {
  it('tells how each ended, in words where the incident is still known', async () => {
    const world = makeViewWorld();
    await world.outcomes.put(outcome());
    await world.incidents.create(incident({ closing: 'Two more tasks did it' }));

    const { recoveries } = await readRecoveryHistory(world, { hours: 1 });

    expect(recoveries).toEqual([
      {
        outcome: outcome(),
        title: 'Errors on checkout',
        severity: 'SEV-2',
        closing: 'Two more tasks did it',
      },
    ]);
  });

  it('tells of one whose incident says nothing, and of one whose incident is gone', async () => {
    const world = makeViewWorld();
    await world.outcomes.put(outcome());

    const gone = await readRecoveryHistory(world, { hours: 1 });
    await world.incidents.create(incident());
    const silent = await readRecoveryHistory(world, { hours: 1 });

    expect(gone.recoveries).toEqual([{ outcome: outcome() }]);
    expect(silent.recoveries[0]).not.toHaveProperty('closing');
  });
});
