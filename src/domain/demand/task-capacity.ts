// What one task of a service can do, learned from what its tasks did: demand per task at the processor use that leaves
// enough in hand (M55). Where something other than the processor is scarce, this is too much; nobody can tell from here.

import { medianOf } from '#domain/baseline/robust.ts';

/** Percent to plan for, as instance-scaling comes back to: leaves a third in hand for the loss of one zone of three. */
const PLANNED_CPU = 67;
/** An idle processor says nothing of load. */
const LEAST_CPU = 5;
/** An hour of five-minute points. */
const LEAST_POINTS = 12;

/** A service in one period. */
export interface LoadPoint {
  /** Requests a second. */
  readonly demand: number;
  /** Percent, mean of its tasks. */
  readonly cpu: number;
  readonly tasks: number;
}

/**
 * Demand that one task carries at the planned processor use: the median over the busier half of the points, because what
 * a task does at rest weighs on the quieter ones. Undefined while too little is known.
 */
export function learnTaskCapacity(points: readonly LoadPoint[]): number | undefined {
  const telling = points.filter(({ demand, cpu, tasks }) => demand > 0 && tasks > 0 && cpu >= LEAST_CPU);
  if (telling.length < LEAST_POINTS) return undefined;
  const middle = medianOf(telling.map(({ cpu }) => cpu));
  const busier = telling.filter(({ cpu }) => cpu >= middle);
  return medianOf(busier.map(({ demand, cpu, tasks }) => ((demand / tasks) * PLANNED_CPU) / cpu));
}
