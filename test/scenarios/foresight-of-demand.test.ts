// A shop that knows its days: demand that comes every afternoon is foreseen, and tasks run before it, by the recovery
// workflow that carries out everything else.

import { beforeAll, expect, it } from 'vitest';
import { openDatabase } from '#adapters/sqlite/database.ts';
import { Instant, ResourceId, secondsAfter } from '#domain/ids.ts';
import type { Mode } from '#domain/mode/mode.ts';
import { createFleet, type FleetSnapshot, type Injection, restoreFleet } from '#local/fleet/fleet.ts';
import { memoryWatches } from '#local/memory-watches.ts';
import { loadLocalModels } from '#local/models.ts';
import { settingsForFleet } from '#local/simulation/fleet-settings.ts';
import { makeSimulation } from '#local/simulation/simulation.ts';
import { virtualTimeline } from '#local/timeline.ts';
import { idOf } from '../local/fleet/builders.ts';

/** A Monday morning. */
const STARTS_AT = Instant.parse(Date.UTC(2026, 10, 16, 8));
const SEED = 3;
const DAY_SECONDS = 86_400;
/** Days that the shop has lived before Fleetmedic looks at it. */
const DAYS = 2;
/** The job begins at two in the afternoon; Fleetmedic is switched on an hour and a half before, on the third day. */
const JOB_AFTER_SECONDS = 6 * 3600;
const SWITCHED_ON_AT = secondsAfter(STARTS_AT, DAYS * DAY_SECONDS + 4.6 * 3600);
const JOB_BEGINS_AT = secondsAfter(STARTS_AT, DAYS * DAY_SECONDS + JOB_AFTER_SECONDS);
const AFTERNOON = secondsAfter(JOB_BEGINS_AT, 2700);

/** Accounts is not scaled by anybody; a job asks it for as much again, for three quarters of an hour a day. */
const ACCOUNTS = idOf('accounts');
const ACCOUNTS_TASKS = ResourceId.parse('ecs-service/shop/accounts');
const DAILY_JOB: readonly Injection[] = Array.from({ length: DAYS + 1 }, (_, day) => ({
  kind: 'B3',
  serviceId: ACCOUNTS,
  at: secondsAfter(STARTS_AT, day * DAY_SECONDS + JOB_AFTER_SECONDS),
  durationMinutes: 45,
  strength: 2,
}));
/** Earlier forecasts of it came true. */
const TRUSTED = { hour: { points: 300, loss: 100, naiveLoss: 200, covered: 240, held: 288 } };

let before: FleetSnapshot;
beforeAll(() => {
  const fleet = createFleet({
    seed: SEED,
    startAt: STARTS_AT,
    hours: 24 * (DAYS + 1),
    injections: DAILY_JOB,
    metricRetentionHours: 24 * (DAYS + 1),
  });
  fleet.advanceTo(SWITCHED_ON_AT);
  fleet.drainEvents();
  before = fleet.snapshot();
});

async function switchOn(mode: Mode) {
  const fleet = restoreFleet(before);
  const timeline = virtualTimeline(SWITCHED_ON_AT);
  const { model, models } = await loadLocalModels();
  const settings = settingsForFleet(fleet.topology, mode);
  const database = openDatabase(':memory:');
  const watches = memoryWatches();
  const world = { database, timeline, fleet, settings, watches };
  const simulation = makeSimulation({ ...world, model, models, seed: SEED });
  const { incidents, demandForecasts, plans } = simulation.loop.stores;
  const known = { serviceId: ACCOUNTS, at: STARTS_AT, historyDays: 0, demand: 0, curves: {}, tests: {} };
  await demandForecasts.put({ ...known, scores: TRUSTED });
  await simulation.start();
  return {
    ...simulation,
    plans,
    forecasts: demandForecasts,
    runUntil: timeline.runUntil,
    requests: async () =>
      (await incidents.listSince(STARTS_AT)).filter(({ requestedBy }) => requestedBy !== undefined),
  };
}

it('a spike that comes every day is foreseen, and as many tasks as it needs run before it', async () => {
  const shop = await switchOn('auto');

  await shop.runUntil(JOB_BEGINS_AT);
  const { runningCount } = shop.fleet.describe(ACCOUNTS_TASKS);
  await shop.runUntil(AFTERNOON);

  const requests = await shop.requests();
  expect(requests).toMatchObject([
    {
      serviceId: ACCOUNTS,
      requestedBy: 'fleetmedic:forecast',
      state: 'resolved',
      title: expect.stringMatching(/^accounts: a spike to \d+\/s is foreseen at 1[34]:\d\d UTC$/),
    },
  ]);
  expect(runningCount).toBe(requests[0]?.foreseen?.tasks);
  expect(shop.fleet.calls()).toMatchObject([{ by: 'fleetmedic', action: { desiredCount: runningCount } }]);
  expect(await shop.judge.conclude({ isSettled: true })).toEqual([]);
  // Every other service was looked at as well, and nothing was asked for it.
  const measured = shop.fleet.topology.services.filter(({ resources }) =>
    resources.some((id) => id.startsWith('target-group/')),
  );
  const all = await Promise.all(measured.map(({ id }) => shop.forecasts.find(id)));
  expect(all.every((each) => each?.curves.day !== undefined && each.unit !== undefined)).toBe(true);
  expect((await shop.forecasts.find(ACCOUNTS))?.scores.hour?.points).toBe(TRUSTED.hour.points + 15);
});

it('where nothing may be done it is suggested only, and the suggestion closes by itself', async () => {
  const shop = await switchOn('observe');

  await shop.runUntil(JOB_BEGINS_AT);

  const [asked, ...others] = await shop.requests();
  if (!asked) throw new Error('Nothing was asked for');
  expect([asked.serviceId, asked.state, others]).toEqual([ACCOUNTS, 'suppressed', []]);
  expect(await shop.plans.listOf(asked.incidentId)).toMatchObject([
    { strategy: 'instance-scaling', mode: 'observe' },
  ]);
  expect(shop.fleet.calls()).toEqual([]);
});
