// What lies ahead, through the whole loop: a leak is seen coming, grade by grade, what was said of it is scored, the next
// one like it is recognised, and a day without faults raises no alarm.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '#adapters/sqlite/database.ts';
import { readPredictions } from '#application/views/read-predictions.ts';
import type { WarningGrade } from '#domain/failure/warning.ts';
import { ServiceId, secondsAfter } from '#domain/ids.ts';
import type { Mode } from '#domain/mode/mode.ts';
import { STORY_START } from '#local/demo/demo.ts';
import { createFleet, type FleetOptions } from '#local/fleet/fleet.ts';
import { memoryWatches } from '#local/memory-watches.ts';
import { loadShippedModel } from '#local/models.ts';
import { loadFailureModel } from '#local/predict/failure-model.ts';
import { settingsForFleet } from '#local/simulation/fleet-settings.ts';
import { makeSimulation } from '#local/simulation/simulation.ts';
import { virtualTimeline } from '#local/timeline.ts';

const CART = ServiceId.parse('cart');
const hour = (hours: number) => secondsAfter(STORY_START, hours * 3600);

async function begin(story: Omit<FleetOptions, 'startAt' | 'seed'>, mode: Mode) {
  const [scoring, failure] = await Promise.all([loadShippedModel(), loadFailureModel()]);
  if (!scoring.ok || !failure.ok) throw new Error('the shipped models are refused');
  const fleet = createFleet({ seed: 3, startAt: STORY_START, ...story });
  const timeline = virtualTimeline(STORY_START);
  const simulation = makeSimulation({
    database: openDatabase(':memory:'),
    timeline,
    fleet,
    settings: settingsForFleet(fleet.topology, mode),
    model: scoring.value,
    models: { failureModel: failure.value },
    seed: 3,
    watches: memoryWatches(),
  });
  const grades: { readonly serviceId: string; readonly grade: WarningGrade; readonly at: number }[] = [];
  simulation.loop.bus.subscribe({
    name: 'listener',
    matches: ({ 'detail-type': type }) => type === 'warning-changed',
    handle: async ({ detail }) => {
      const { serviceId, warning } = detail as { serviceId: string; warning: { grade: WarningGrade } };
      grades.push({ serviceId, grade: warning.grade, at: timeline.now() });
    },
  });
  await simulation.start();
  return { simulation, stores: simulation.loop.stores, timeline, grades };
}

describe('a leak that nobody mends', () => {
  const leak = { kind: 'F4', serviceId: CART, strength: 0.3, origin: 'old' } as const;
  let world: Awaited<ReturnType<typeof begin>>;

  beforeAll(async () => {
    const injections = [
      { ...leak, at: hour(10) },
      { ...leak, at: hour(15) },
    ];
    world = await begin({ hours: 20, serviceCount: 5, injections }, 'observe');
    await world.timeline.runUntil(hour(17));
  }, 120_000);
  afterAll(() => world.simulation.loop.stop());

  it('is warned of in yellow, orange and red before memory is full', async () => {
    const made = await world.stores.predictions.list(CART, hour(10), hour(15));
    const fullAt = made.find(({ indicator, outcome }) => indicator === 'memory' && outcome?.crossedAt)
      ?.outcome?.crossedAt;

    const rising = world.grades.filter(({ at, serviceId }) => serviceId === CART && at < (fullAt ?? 0));

    expect(fullAt).toBeDefined();
    expect(rising.map(({ grade }) => grade)).toEqual(['yellow', 'orange', 'red']);
    expect(((fullAt ?? 0) - (rising[1]?.at ?? 0)) / 60_000).toBeGreaterThanOrEqual(15);
  });

  it('leaves predictions that are scored against what happened', async () => {
    const { scored, verdicts, calibration } = await readPredictions(world.simulation.loop.ports, {
      hours: 24,
    });

    expect(scored).toBeGreaterThan(100);
    expect(verdicts.hit).toBeGreaterThan(0);
    expect(calibration.reduce((sum, { count }) => sum + count, 0)).toBeGreaterThan(100);
  });

  it('is recognised when it comes again', async () => {
    const [first] = (await world.stores.incidents.listSince(hour(10))).filter(
      ({ openedAt }) => openedAt < hour(13),
    );

    const outlook = await world.stores.predictions.findOutlook(CART);

    expect(first?.serviceIds).toContain(CART);
    expect(outlook?.warning.grade).not.toBe('green');
    expect(outlook?.precursor).toMatchObject({ indicator: 'memory', incidentId: first?.incidentId });
  });
});

it('raises no red and opens no incident from predictions on a day without faults', async () => {
  const { stores, timeline, simulation, grades } = await begin(
    { hours: 24, serviceCount: 5, faultsPerDay: 0 },
    'auto',
  );

  await timeline.runUntil(hour(24));

  const incidents = await stores.incidents.listSince(STORY_START);
  const grounds = incidents.flatMap(({ evidence }) => Object.values(evidence).flat());
  expect(grounds.filter(({ detectors }) => detectors.includes('prediction'))).toEqual([]);
  expect(grades.map(({ grade }) => grade)).not.toContain('red');
  expect(await stores.predictions.list(CART, STORY_START, hour(24))).not.toEqual([]);
  simulation.loop.stop();
}, 120_000);
