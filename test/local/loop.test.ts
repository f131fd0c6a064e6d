// The composition root of everything local: its ticks, its failures, and the port over its executions.

import { expect, it } from 'vitest';
import { openDatabase } from '#adapters/sqlite/database.ts';
import { ConflictError } from '#domain/errors.ts';
import { Instant } from '#domain/ids.ts';
import { makeLoop } from '#local/loop.ts';
import { settingsForFleet } from '#local/simulation/fleet-settings.ts';
import { makeFleetWorld } from '#local/simulation/fleet-world.ts';
import { virtualTimeline } from '#local/timeline.ts';
import { makeLog } from '#runtime/log.ts';
import { CHECKOUT, healthRecord, INCIDENT, OTHER_INCIDENT, OURS } from '../builders.ts';
import { minutesAfter, NOON, quietFleet } from './fleet/builders.ts';

/** A loop over a small quiet fleet, from noon on. */
function quietLoop() {
  const fleet = quietFleet({ serviceCount: 2 });
  const timeline = virtualTimeline(NOON);
  const lines: string[] = [];
  const loop = makeLoop({
    database: openDatabase(':memory:'),
    timeline,
    settings: settingsForFleet(fleet.topology, 'auto'),
    world: makeFleetWorld({ fleet, clock: timeline }),
    log: makeLog((line) => lines.push(line)),
  });
  return { loop, timeline, lines };
}

it('ticks every minute until it is stopped', async () => {
  const { loop, timeline } = quietLoop();
  await loop.start();
  await timeline.runUntil(minutesAfter(NOON, 3));

  loop.stop();
  await timeline.runUntil(minutesAfter(NOON, 10));

  expect((await loop.stores.pulse.latest())?.lastTickAt).toBe(minutesAfter(NOON, 3));
});

it('lets go by the clock of what is older than the settings keep it', async () => {
  const { loop, timeline } = quietLoop();
  const [cart] = (await loop.ports.settings.current()).services;
  const serviceId = cart?.id ?? CHECKOUT;
  const [old, recent] = [minutesAfter(NOON, -60 * 24 * 400), minutesAfter(NOON, -60)];
  await loop.stores.health.put(healthRecord({ serviceId, at: old }));
  await loop.stores.health.put(healthRecord({ serviceId, at: recent }));

  await loop.start();
  await timeline.runUntil(minutesAfter(NOON, 1));

  const left = (await loop.stores.health.list(serviceId, Instant.parse(0), NOON)).map(({ at }) => at);
  expect(left).toContain(recent);
  expect(left).not.toContain(old);
});

it('tells of what could not be delivered', async () => {
  const { loop, timeline, lines } = quietLoop();
  await loop.start();
  loop.bus.subscribe({
    name: 'broken',
    matches: () => true,
    handle: () => Promise.reject(new Error('it is broken')),
  });
  const event = { id: '1', source: 'test', 'detail-type': 'Test', time: '', resources: [], detail: {} };

  await loop.ingest([event]);
  await timeline.runUntil(minutesAfter(NOON, 1));

  expect(lines.find((line) => line.includes('delivery-failed'))).toContain('it is broken');
});

it('starts a recovery once, and refuses its name to another incident', async () => {
  const { loop } = quietLoop();
  const { recoveries } = loop.ports;

  await recoveries.start(OURS, INCIDENT);
  await recoveries.start(OURS, INCIDENT);

  expect(await recoveries.isRunning(OURS)).toBe(true);
  await expect(recoveries.start(OURS, OTHER_INCIDENT)).rejects.toThrow(ConflictError);
  await recoveries.stop(OURS, 'test');
  expect(await recoveries.isRunning(OURS)).toBe(false);
});
