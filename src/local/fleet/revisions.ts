// Task definitions of a service: what each version of its code is like.

import type { ServiceView } from './plant.ts';
import type { Revision } from './state.ts';

/** The version a service is born with. */
export const FIRST_REVISION: Revision = {
  number: 1,
  createdAt: 0,
  cpuFactor: 1,
  memoryFactor: 1,
  callsFactor: 1,
  schema: 1,
};

/** The revision with this number. Throws a RangeError when it was never registered. */
export function revisionOf({ spec, state }: ServiceView, number: number): Revision {
  // From the newest backwards: this stands in the innermost loop, and most tasks run the newest.
  for (let index = state.revisions.length - 1; index >= 0; index -= 1) {
    const revision = state.revisions[index];
    if (revision?.number === number) return revision;
  }
  throw new RangeError(`${spec.name} has no revision ${number}`);
}
