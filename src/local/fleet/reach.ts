// How far trouble of one service can spread: to its callers and theirs, and to those that share its database.

import type { FleetSpec } from './spec.ts';

const reaches = new WeakMap<FleetSpec, Map<number, readonly number[]>>();

/** The service itself, all that depend on it directly or not, and all that share a database with it. */
export function reachOf(spec: FleetSpec, service: number): readonly number[] {
  const known = reaches.get(spec) ?? new Map<number, readonly number[]>();
  reaches.set(spec, known);
  const found = known.get(service) ?? findReach(spec, service);
  known.set(service, found);
  return found;
}

function findReach(spec: FleetSpec, service: number): readonly number[] {
  const reached = new Set<number>([service]);
  const sharers = spec.databases.flatMap(({ users }) => (users.includes(service) ? users : []));
  for (const sharer of sharers) reached.add(sharer);
  // A set visits members added while it is walked: callers of callers follow.
  for (const member of reached) {
    for (const { from, to } of spec.calls) if (to === member) reached.add(from);
  }
  return [...reached];
}
