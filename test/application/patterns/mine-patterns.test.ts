import { describe, expect, it } from 'vitest';
import { minePatterns } from '#application/patterns/mine-patterns.ts';
import { listPatterns } from '#application/views/list-patterns.ts';
import { Instant, type ServiceId } from '#domain/ids.ts';
import { CART, CHECKOUT, healthRecord, minute, settings } from '../../builders.ts';
import { noiseOf } from '../../domain/detection/shop.ts';
import { incidentAt, seen } from '../../domain/pattern/past.ts';
import { makeObserveWorld, type ObserveWorld } from '../observe-world.ts';

/** Midnight after three quarters of a day, with all services of the shop. */
function makeWorld(): ObserveWorld {
  const world = makeObserveWorld({ settings: { services: settings().services } });
  world.clock.advance(12 * 3600);
  return world;
}

/** Traffic of a service in the six hours before six in the evening, with the noise of a seed. */
async function publishTraffic(world: ObserveWorld, serviceId: ServiceId, seed: number): Promise<void> {
  const noise = noiseOf(seed);
  for (let at = 0; at < 360; at++) {
    const throughput = 100 + 5 * noise();
    await world.health.put(healthRecord({ serviceId, at: minute(at), indicators: { throughput } }));
  }
}

describe('mining', () => {
  it('keeps what incidents and anomalies of the last days have in common', async () => {
    const world = makeWorld();
    for (const day of [-5, -4, -3, -2, -1]) {
      await world.anomalies.put(seen(CART, 1440 * day, 'error-share'));
      await world.anomalies.put(seen(CHECKOUT, 1440 * day + 4, 'latency-p99'));
      await world.incidents.create(incidentAt(CART, 1440 * day));
    }

    const output = await minePatterns(world);

    expect(output).toEqual({ outcome: 'mined', patterns: 3, windows: 0 });
    const { report, correlations } = await listPatterns(world);
    expect(report).toMatchObject({ minedAt: minute(720), anomalies: 10, incidents: 5 });
    expect(report?.patterns.map(({ kind }) => kind)).toEqual(['sequence', 'recurrence', 'rhythm']);
    expect(correlations).toBeUndefined();
  });

  it('does not look further back than a week for anomalies, and four for incidents', async () => {
    const world = makeWorld();
    await world.anomalies.put(seen(CART, 720 - 7 * 1440 - 1, 'error-share'));
    await world.incidents.create(incidentAt(CART, 720 - 28 * 1440 - 1));

    await minePatterns(world);

    expect((await world.patterns.latest())?.anomalies).toBe(0);
    expect((await world.patterns.latest())?.incidents).toBe(0);
  });

  it('keeps how services moved together, in each quarter of the day that is known', async () => {
    const world = makeWorld();
    await publishTraffic(world, CART, 1);
    await publishTraffic(world, CHECKOUT, 1);

    const { windows } = await minePatterns(world);

    expect(windows).toBe(1);
    const { correlations } = await listPatterns(world);
    expect(correlations).toMatchObject({
      from: minute(0),
      to: minute(360),
      services: 2,
      correlations: [{ lagMinutes: 0, relation: 'declared' }],
    });
  });

  it('looks at a quarter of a day once', async () => {
    const world = makeWorld();
    await publishTraffic(world, CART, 1);
    await publishTraffic(world, CHECKOUT, 2);
    await minePatterns(world);

    expect(await minePatterns(world)).toMatchObject({ windows: 0 });
    expect(await world.patterns.listWindows(Instant.parse(0))).toHaveLength(1);
  });

  it('compares nothing where only one service was known', async () => {
    const world = makeWorld();
    await publishTraffic(world, CART, 1);

    expect(await minePatterns(world)).toMatchObject({ windows: 0 });
  });

  it('is left alone while it is switched off', async () => {
    const world = makeWorld();
    world.switchOff('self_healing.pattern_analysis');

    expect(await minePatterns(world)).toEqual({ outcome: 'switched-off', patterns: 0, windows: 0 });
    expect(await listPatterns(world)).toEqual({ now: minute(720) });
  });
});
