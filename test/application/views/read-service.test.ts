import { describe, expect, it } from 'vitest';
import { readService } from '#application/views/read-service.ts';
import { createSeries } from '#domain/baseline/series-state.ts';
import { ServiceId } from '#domain/ids.ts';
import {
  anomaly,
  CART,
  CHECKOUT,
  change,
  evidence,
  healthRecord,
  INCIDENT,
  incident,
  minute,
} from '../../builders.ts';
import { makeViewWorld, seenWatch } from './world.ts';

describe('a service in detail', () => {
  it('does not exist when the settings do not name it', async () => {
    const answer = await readService(makeViewWorld(), { serviceId: ServiceId.parse('none'), hours: 1 });

    expect(answer).toBeUndefined();
  });

  it('has a chart for each indicator that was measured, with band and abnormal minutes', async () => {
    const world = makeViewWorld();
    for (const at of [minute(-2), minute(-1)]) {
      await world.health.put(healthRecord({ at, indicators: { 'error-share': 0.001, cpu: 40 } }));
    }
    await world.health.put(healthRecord({ at: minute(-3), indicators: { cpu: 41 } }));
    const series = { 'error-share': createSeries(minute(-1), 0.001) };
    await world.watches.save({ ...seenWatch(), series }, undefined);
    const quiet = evidence({ indicator: 'cpu', detectors: [] });
    await world.anomalies.put(anomaly({ at: minute(-1), evidence: [evidence({ value: 0.3 }), quiet] }));

    const answer = await readService(world, { serviceId: CHECKOUT, hours: 1 });

    const [errors, cpu] = answer?.charts ?? [];
    expect(errors).toMatchObject({
      indicator: 'error-share',
      isUserVisible: true,
      points: [
        { at: minute(-2), value: 0.001, lower: 0 },
        { at: minute(-1), value: 0.001, lower: 0 },
      ],
      anomalies: [{ at: minute(-1), value: 0.3 }],
    });
    expect(cpu).toMatchObject({ indicator: 'cpu', anomalies: [] });
    expect(cpu?.points[0]).toEqual({ at: minute(-3), value: 41 });
    expect(answer?.charts).toHaveLength(2);
  });

  it('has its neighbours, changes and incidents, the open one first', async () => {
    const world = makeViewWorld();
    await world.changes.put(change());
    await world.incidents.create(incident({ openedAt: minute(-9), serviceId: CART }));
    await world.incidents.create(incident({ openedAt: minute(-5), state: 'resolved', closedAt: minute(-1) }));
    await world.incidents.create(incident({ openedAt: minute(-30), incidentId: INCIDENT }));

    const answer = await readService(world, { serviceId: CHECKOUT, hours: 1 });

    expect(answer).toMatchObject({ dependsOn: [CART], callers: [], from: minute(-60), changes: [change()] });
    expect(answer?.incidents.map(({ isOpen }) => isOpen)).toEqual([true, false]);
    expect(answer?.service.incidentId).toBe(INCIDENT);
  });
});
