// What the tasks of a service can do in this step, and how the load balancer divides the requests among them. Most tasks
// are alike and count as one pool of servers; a task much slower than its fair share counts by itself.

import { missShare, warmSpeed } from './cache.ts';
import { gcShare } from './memory.ts';
import { databaseOf, type Flow, type Plant, type ServiceView } from './plant.ts';
import { poolCapacity, refusalErrors } from './pool.ts';
import { revisionOf } from './revisions.ts';
import { missFactor } from './sizing.ts';
import type { TaskState } from './state.ts';

/** A task with less than this share of the others' mean capacity is bad when it cannot carry its fair share. */
const BAD_TASK_SHARE = 0.6;
/** Least outstanding requests sends a slow task this share of what it can carry. */
const LEAST_OUTSTANDING_LOAD = 0.7;
/** Errors of code that runs on a database schema newer than its own. */
const SCHEMA_MISMATCH_ERRORS = 0.35;
/** Errors of a healthy service: clients that hang up, races, bad input. */
const USUAL_ERROR_SHARE = 0.0004;
const MOST_TASKS = 4096;

/** Scratch space: capacities of the running tasks of the service in hand. */
const taskCapacities = new Float64Array(MOST_TASKS);

interface Limits {
  readonly slowdown: number;
  readonly grantedShare: number;
}

/** Scratch space: sums over the running tasks of the service in hand. */
const sums = { running: 0, capacity: 0, warmth: 0, gcShare: 0, cpuSeconds: 0, calls: 0, errors: 0 };

/** Works out capacity, bad tasks and the service's own errors, given the requests that reach it, into the flow. */
export function measureCapacity(plant: Plant, view: ServiceView): void {
  const database = databaseOf(plant, view.spec);
  const limits = { slowdown: database?.slowdown ?? 1, grantedShare: database?.grantedShare ?? 1 };
  clearSums();
  for (const task of view.state.tasks) if (task.phase === 'running') addTask(view, task, limits);
  takeMeans(view);
  splitBadTasks(view, sums.capacity);
  const refused = view.spec.pool ? refusalErrors(limits.grantedShare) : 0;
  const { flow } = view;
  const own = 1 - (1 - flow.ownErrorShare) * (1 - flow.effects.errorShare) * (1 - refused);
  flow.ownErrorShare = Math.min(1, own + USUAL_ERROR_SHARE);
}

function clearSums(): void {
  sums.running = 0;
  sums.capacity = 0;
  sums.warmth = 0;
  sums.gcShare = 0;
  sums.cpuSeconds = 0;
  sums.calls = 0;
  sums.errors = 0;
}

function addTask(view: ServiceView, task: TaskState, limits: Limits): void {
  const { spec, state, flow } = view;
  const { effects } = flow;
  const revision = revisionOf(view, task.revision);
  const miss = missFactor(1 - missShare(spec.cacheHitShare, task.warmth), spec.missCpuFactor);
  const cpuSeconds = spec.cpuSeconds * revision.cpuFactor * effects.cpuFactor * miss;
  const gc = gcShare(task.memoryShare);
  const speed = task.speed * warmSpeed(task.warmth) * (1 - gc);
  const byProcessor = (spec.vcpusPerTask * speed) / cpuSeconds;
  const capacity = Math.min(byProcessor, waitingCapacity(view, task, limits));
  taskCapacities[sums.running] = capacity;
  sums.running += 1;
  sums.capacity += capacity;
  sums.warmth += task.warmth;
  sums.gcShare += gc;
  sums.cpuSeconds += cpuSeconds;
  sums.calls += revision.callsFactor;
  if (revision.schema < state.schema) sums.errors += SCHEMA_MISMATCH_ERRORS;
  if (revision.number === effects.badRevision) sums.errors += effects.badRevisionErrorShare;
}

/** Requests per second that the workers and the connections of one task allow, whatever its processor does. */
function waitingCapacity({ spec, state }: ServiceView, task: TaskState, limits: Limits): number {
  const byWorkers = spec.workersPerTask / state.meanSeconds;
  if (!spec.pool) return byWorkers;
  const byPool = poolCapacity(spec.pool, limits.grantedShare, task.leakedConnections, limits.slowdown);
  return Math.min(byWorkers, byPool);
}

function takeMeans({ spec, flow }: ServiceView): void {
  const { running } = sums;
  const share = running > 0 ? 1 / running : 0;
  flow.running = running;
  flow.warmth = sums.warmth * share;
  flow.gcShare = sums.gcShare * share;
  flow.cpuSecondsPerRequest = running > 0 ? sums.cpuSeconds * share : spec.cpuSeconds;
  flow.callsFactor = running > 0 ? sums.calls * share : 1;
  flow.ownErrorShare = sums.errors * share;
}

/** Finds tasks that cannot carry their share; the rest is the service's capacity. */
function splitBadTasks({ state, flow }: ServiceView, total: number): void {
  const { running } = flow;
  const fairShare = flow.reached / Math.max(running, 1);
  const threshold = Math.min(fairShare, (BAD_TASK_SHARE * total) / Math.max(running, 1));
  let bad = 0;
  let badCapacity = 0;
  for (let index = 0; index < running; index += 1) {
    const capacity = taskCapacities[index] ?? 0;
    if (capacity >= threshold) continue;
    bad += 1;
    badCapacity += capacity;
  }
  const isWhole = bad === 0 || bad === running;
  flow.capacity = isWhole ? total : total - badCapacity;
  flow.illShare = isWhole ? 0 : badShare(state.balancing, flow, { bad, badCapacity });
  const offered = flow.illShare * flow.reached;
  flow.illFailShare = offered > 0 ? Math.max(0, 1 - badCapacity / offered) : 0;
}

function badShare(
  balancing: 'round-robin' | 'least-outstanding',
  flow: Flow,
  { bad, badCapacity }: { readonly bad: number; readonly badCapacity: number },
): number {
  const byTurn = bad / flow.running;
  if (balancing === 'round-robin' || flow.reached <= 0) return byTurn;
  return Math.min(byTurn, (LEAST_OUTSTANDING_LOAD * badCapacity) / flow.reached);
}
