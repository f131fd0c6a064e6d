// The demo as a function: the same seed tells the same story, byte for byte, and the report adds up.

import { expect, it } from 'vitest';
import { type DemoOptions, runDemo } from '#local/demo/demo.ts';
import { loadShippedModel } from '#local/models.ts';

const model = await loadShippedModel();

/** Some hours of a small shop with much trouble, healed. */
function options(overrides: Partial<DemoOptions> = {}): DemoOptions {
  return {
    seed: 8,
    hours: 5,
    mode: 'auto',
    model: model.ok ? model.value : undefined,
    wallClock: () => 0,
    fleet: { faultsPerDay: 12, benignPerDay: 0, serviceCount: 6, kinds: ['F1', 'F3', 'F12'] },
    isCompared: false,
    ...overrides,
  };
}

it('gives the same bytes for the same seed', async () => {
  const one = await runDemo(options());
  const again = await runDemo(options());

  expect(JSON.stringify(again)).toBe(JSON.stringify(one));
  expect(one.mutations).toBeGreaterThan(0);
});

it('tells another story for another seed, counts its incidents by their ends, and says how long it took', async () => {
  const times = [1000, 3500];

  const report = await runDemo(options({ seed: 2, wallClock: () => times.shift() ?? 0 }));

  const { opened, resolved, rolledBack, escalated, suppressed, open } = report.incidents;
  expect(opened).toBeGreaterThan(0);
  expect(resolved + rolledBack + escalated + suppressed + open).toBe(opened);
  expect(report).toMatchObject({ virtualHours: 5, wallSeconds: 2.5, serviceDays: 1.25 });
});

it('compares with three others on the same story when it is asked to', async () => {
  const report = await runDemo(options({ hours: 1, isCompared: true }));

  expect(Object.keys(report.failedRequestShare)).toEqual([
    'fleetmedic',
    'nobody',
    'staticAlarmsAndPerson',
    'platformOnly',
  ]);
});
