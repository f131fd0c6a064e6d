// Stretches of normal life, looked at as if somebody had asked for a cause: the right answer is that there is none.

import { classifyMetric } from '#domain/cause/metric-kind.ts';
import { between, pick, type RandomStream } from '#local/fleet/random.ts';
import { type CauseCase, pickRows, type RecordedSystem } from './systems.ts';

/** Rows around the moment asked about: as few as an issue of PetShop has, or half an hour of minutes. */
const COARSE_SECONDS = 300;
const COARSE_ROWS = { before: 2, after: 3 } as const;
const FINE_ROWS = { before: 20, after: 9 } as const;

/** A stretch at a random moment, with a random complaint about the system's entry. */
export function drawNormalLife(system: RecordedSystem, random: RandomStream, name: string): CauseCase {
  const { normal, entry, periodSeconds } = system;
  const { before, after } = periodSeconds >= COARSE_SECONDS ? COARSE_ROWS : FINE_ROWS;
  const start = Math.floor(between(random, 0, normal.stamps.length - before - after));
  const rows = Array.from({ length: before + after }, (_, index) => start + index);
  const table = pickRows(normal, rows);
  const metrics = normal.columns
    .filter(({ component, metric }) => {
      const { kind } = classifyMetric(metric);
      return component === entry && (kind === 'latency' || kind === 'errors');
    })
    .map(({ metric }) => metric);
  const onset = table.stamps[before] ?? normal.stamps[0] ?? 0;
  return {
    name,
    table,
    symptom: { component: entry, metric: pick(random, metrics) },
    at: (onset - Math.round(between(random, 0, 1) * periodSeconds * 1000)) as CauseCase['at'],
    kind: 'normal',
  };
}
