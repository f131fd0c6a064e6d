// Task definitions of a service: what each version of its code is like.

import { type Plant, type ServiceView, viewOf } from './plant.ts';
import type { Revision } from './state.ts';

/** The database schema that the first version of every service was written for. */
export const FIRST_SCHEMA = 1;

/** What is known of the code when a version is registered; the rest is like the version before it. */
export type RevisionChange = Partial<Omit<Revision, 'number' | 'createdAt'>>;

/** A version like the one before it, but without its fault, and changed as given. */
export function nextRevision(
  before: Revision | undefined,
  change: RevisionChange & Pick<Revision, 'number' | 'createdAt'>,
): Revision {
  return {
    number: change.number,
    createdAt: change.createdAt,
    cpuFactor: change.cpuFactor ?? before?.cpuFactor ?? 1,
    memoryFactor: change.memoryFactor ?? before?.memoryFactor ?? 1,
    callsFactor: change.callsFactor ?? before?.callsFactor ?? 1,
    schema: change.schema ?? before?.schema ?? FIRST_SCHEMA,
    failsHealthCheck: change.failsHealthCheck ?? false,
  };
}

/** Registers the owner's next version of a service and returns its number. */
export function registerRevision(plant: Plant, service: number, change: RevisionChange): number {
  const { state } = viewOf(plant, service);
  const newest = state.revisions.at(-1);
  const number = (newest?.number ?? 0) + 1;
  state.revisions.push(nextRevision(newest, { ...change, number, createdAt: plant.state.now }));
  return number;
}

/** The revision with this number. Throws a RangeError when it was never registered. */
export function revisionOf({ spec, state }: ServiceView, number: number): Revision {
  // From the newest backwards: this stands in the innermost loop, and most tasks run the newest.
  for (let index = state.revisions.length - 1; index >= 0; index -= 1) {
    const revision = state.revisions[index];
    if (revision?.number === number) return revision;
  }
  throw new RangeError(`${spec.name} has no revision ${number}`);
}
