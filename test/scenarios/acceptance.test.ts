// A day of the simulated shop in mode auto, as `medic demo` runs it, for two of the published seeds: no safety rule is ever
// broken, and people's requests fail less often than with any of the three others.

import { beforeAll, describe, expect, it } from 'vitest';
import type { AnomalyModel } from '#application/ports/anomaly-model.ts';
import { runDemo } from '#local/demo/demo.ts';
import { INVARIANTS } from '#local/judge/invariants.ts';
import { loadShippedModel } from '#local/models.ts';

const SEEDS = [1, 7];
/** A day takes a quarter of a minute; several times that on a machine that measures coverage and has else to do. */
const DAY_TIMEOUT_MS = 300_000;

let model: AnomalyModel;
beforeAll(async () => {
  const loaded = await loadShippedModel();
  if (!loaded.ok) throw new Error(loaded.refusal);
  model = loaded.value;
});

describe.each(SEEDS)('a day with seed %i', (seed) => {
  it(
    'breaks no rule, finds most faults, and does better than the three others',
    async () => {
      const report = await runDemo({ seed, hours: 24, mode: 'auto', model, wallClock: () => 0 });

      const { fleetmedic, ...others } = report.failedRequestShare;
      expect(report.invariantViolations).toEqual(
        Object.fromEntries(Object.keys(INVARIANTS).map((id) => [id, 0])),
      );
      expect(fleetmedic).toBeLessThan(Math.min(...Object.values(others)));
      expect(report.incidents.injected).toBeGreaterThan(4);
      expect(report.incidents.detected / report.incidents.injected).toBeGreaterThan(0.8);
      expect(report.mutations).toBeGreaterThan(0);
      expect(report.serviceDays).toBe(12);
    },
    DAY_TIMEOUT_MS,
  );
});
