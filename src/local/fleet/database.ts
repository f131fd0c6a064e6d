// Databases: queries slow each other down, and connections are granted up to a limit that all users share.

import { type Plant, viewOf } from './plant.ts';
import { connectionsInUse, connectionsWanted } from './pool.ts';
import { waitSeconds } from './queueing.ts';
import type { DatabaseSpec } from './spec.ts';
import type { DatabaseState } from './state.ts';

/** Busy share of an idle database: maintenance, replication. */
const IDLE_SHARE = 0.04;

/** Takes the load of this step from the services and tells them slowdown and granted connections for the next. */
export function stepDatabases(plant: Plant): void {
  for (const spec of plant.spec.databases) {
    const state = plant.state.databases[spec.index];
    if (state) stepDatabase(plant, spec, state);
  }
}

function stepDatabase(plant: Plant, spec: DatabaseSpec, state: DatabaseState): void {
  let queries = 0;
  let wanted = 0;
  for (const user of spec.users) {
    const { spec: service, state: tasks, flow } = viewOf(plant, user);
    const { pool } = service;
    if (!pool) continue;
    queries += flow.processed * pool.queriesPerRequest;
    const inUse = connectionsInUse(pool, flow.processed / Math.max(flow.running, 1), state.slowdown);
    for (const task of tasks.tasks) {
      if (task.phase !== 'starting') wanted += connectionsWanted(pool, inUse, task.leakedConnections);
    }
  }
  const utilization = IDLE_SHARE + (queries * spec.cpuSecondsPerQuery) / spec.vcpus;
  const wait = waitSeconds(utilization, spec.vcpus, spec.cpuSecondsPerQuery);
  state.slowdown = (spec.cpuSecondsPerQuery + wait) / spec.cpuSecondsPerQuery;
  state.grantedShare = wanted > spec.connectionLimit ? spec.connectionLimit / wanted : 1;
  state.cpuSum += Math.min(1, utilization);
  state.steps += 1;
  state.connectionsMax = Math.max(state.connectionsMax, Math.min(wanted, spec.connectionLimit));
}
