// A challenger in the loop of one machine: it is heard on every tick, reviewed by the clock, and changes nothing.

import { expect, it } from 'vitest';
import { openDatabase } from '#adapters/sqlite/database.ts';
import { createFleet } from '#local/fleet/fleet.ts';
import { settingsForFleet } from '#local/simulation/fleet-settings.ts';
import { makeSimulation } from '#local/simulation/simulation.ts';
import { virtualTimeline } from '#local/timeline.ts';
import { steadyModel } from '../application/observe-world.ts';
import { CHECKOUT } from '../builders.ts';
import { minutesAfter, NOON } from './fleet/builders.ts';

const STORY = { seed: 1, startAt: NOON, hours: 6, serviceCount: 6, faultsPerDay: 96, benignPerDay: 0 };
const MINUTES = 190;

function versionOf(hash: string, probability: number) {
  return { ...steadyModel(probability), info: { name: 'steady', hash, featureHash: 'any' } };
}

async function runStory(hasRival: boolean) {
  const fleet = createFleet(STORY);
  const timeline = virtualTimeline(NOON);
  const { loop, start } = makeSimulation({
    database: openDatabase(':memory:'),
    timeline,
    fleet,
    settings: settingsForFleet(fleet.topology, 'auto'),
    model: versionOf('hash-1', 0.1),
    ...(hasRival && { rival: versionOf('hash-2', 0.9) }),
    seed: 1,
  });
  await start();
  await timeline.runUntil(minutesAfter(NOON, MINUTES));
  loop.stop();
  return { loop, services: fleet.topology.services.map(({ id }) => id) };
}

it('is heard on every tick, is looked at once an hour, and changes nothing that is decided', async () => {
  const [alone, beside] = [await runStory(false), await runStory(true)];

  const { stores } = beside.loop;
  const [serviceId] = beside.services;
  const tally = await stores.models.findTally('steady', serviceId ?? CHECKOUT);
  const [record] = await stores.models.list();
  const seen = async ({ loop }: typeof alone) => ({
    incidents: await loop.stores.incidents.listSince(NOON),
    outcomes: await loop.stores.outcomes.listSince(NOON),
  });
  expect(tally).toMatchObject({ champion: 'hash-1', challenger: 'hash-2' });
  expect(Number(tally?.minutes)).toBeGreaterThan(MINUTES - 10);
  expect(record).toMatchObject({
    reviewedAt: minutesAfter(NOON, 180),
    trial: { verdict: 'undecided' },
    versions: [{ role: 'challenger' }, { role: 'champion' }],
  });
  expect((await seen(beside)).incidents.length).toBeGreaterThan(0);
  expect(await seen(beside)).toEqual(await seen(alone));
}, 60_000);
