// Patterns in the loop of one machine: an evening with much trouble is mined at midnight, and what is known then is
// evidence of what comes after. A rule of one's own is obeyed all the while.

import { expect, it } from 'vitest';
import { openDatabase } from '#adapters/sqlite/database.ts';
import { listPatterns } from '#application/views/list-patterns.ts';
import type { Anomaly } from '#domain/anomaly/anomaly.ts';
import { OwnRule } from '#domain/detection/own-rule.ts';
import { createFleet } from '#local/fleet/fleet.ts';
import { memoryWatches } from '#local/memory-watches.ts';
import { settingsForFleet } from '#local/simulation/fleet-settings.ts';
import { makeSimulation } from '#local/simulation/simulation.ts';
import { virtualTimeline } from '#local/timeline.ts';
import { steadyModel } from '../application/observe-world.ts';
import { sequence } from '../domain/pattern/past.ts';
import { minutesAfter, NOON } from './fleet/builders.ts';

const EVENING = minutesAfter(NOON, 360);
const MIDNIGHT = minutesAfter(NOON, 720);
const LATER = minutesAfter(NOON, 900);
const STORY = { seed: 1, startAt: EVENING, hours: 9, serviceCount: 6, faultsPerDay: 96, benignPerDay: 0 };
const BUSY = OwnRule.parse({ name: 'hot', indicator: 'cpu', above: 60, forMinutes: 2, severity: 'SEV-3' });

it('are mined at midnight, and add evidence to what comes after, never more', async () => {
  const fleet = createFleet(STORY);
  const timeline = virtualTimeline(EVENING);
  const settings = { ...settingsForFleet(fleet.topology, 'auto'), rules: [BUSY] };
  const { loop, start } = makeSimulation({
    database: openDatabase(':memory:'),
    timeline,
    fleet,
    settings,
    model: steadyModel(),
    seed: 1,
    watches: memoryWatches(),
  });
  const { stores } = loop;
  const found = async (from = EVENING): Promise<readonly Anomaly[]> =>
    (await Promise.all(settings.services.map(({ id }) => stores.anomalies.list(id, from, LATER)))).flat();
  await start();

  await timeline.runUntil(MIDNIGHT);
  const mined = await listPatterns(loop.ports);
  // What two hours more of the same fleet may complete: the errors of every service that another one calls.
  const patterns = settings.services.flatMap(({ id, dependsOn }) =>
    dependsOn.map((called) =>
      sequence({
        first: { serviceId: called, indicator: 'error-share' },
        next: { serviceId: id, indicator: 'error-share' },
        lag: { usual: 3, least: 0, most: 30 },
      }),
    ),
  );
  if (mined.report)
    await stores.patterns.put({ ...mined.report, minedAt: minutesAfter(MIDNIGHT, 1), patterns });
  await timeline.runUntil(LATER);
  loop.stop();

  const [all, after] = [await found(), await found(MIDNIGHT)];
  const byPattern = after.flatMap(({ evidence }) =>
    evidence.filter(({ detectors }) => detectors.includes('pattern')),
  );
  const byRule = all.filter(({ evidence }) => evidence.some(({ rules }) => rules?.[0]?.name === 'hot'));
  const incidents = await stores.incidents.listSince(EVENING);
  expect(mined.report).toMatchObject({ minedAt: MIDNIGHT });
  expect(mined.report?.incidents).toBeGreaterThan(2);
  expect(mined.report?.patterns.some(({ kind }) => kind === 'recurrence')).toBe(true);
  expect(mined.correlations).toMatchObject({ from: EVENING, to: MIDNIGHT });
  expect(byPattern.length).toBeGreaterThan(0);
  expect(byPattern.every(({ detectors, forerunners }) => detectors.length > 1 && forerunners)).toBe(true);
  expect(byRule.length).toBeGreaterThan(0);
  expect(incidents.some(({ title }) => title.includes('rule "hot"'))).toBe(true);
}, 120_000);
