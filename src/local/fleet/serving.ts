// One service at work for one step: its tasks take what has reached them, the rest waits or is refused.

import { measureCapacity } from './capacity.ts';
import { databaseOf, type Plant, type ServiceView, STEP_SECONDS } from './plant.ts';
import { connectionsInUse } from './pool.ts';
import { type BacklogStep, integrateBacklog, waitSeconds } from './queueing.ts';

/**
 * Longest queue a service keeps, as a share of what people wait. Longer than the timeouts of the services that call it, as
 * it usually is: much of what an overloaded service answers is waited for by nobody, which is how storms live.
 */
const QUEUE_TIMEOUTS = 0.8;

const backlogStep: BacklogStep = { backlog: 0, processed: 0, rejected: 0, seconds: 0 };

/** Lets the tasks work on what has reached them. */
export function work(plant: Plant, view: ServiceView): void {
  const { spec, state, flow } = view;
  measureCapacity(plant, view);
  const arrivals = flow.reached * (1 - flow.illShare);
  const queueSeconds = QUEUE_TIMEOUTS * spec.userTimeoutSeconds;
  const { backlog } = state;
  integrateBacklog(
    { backlog, arrivals, capacity: flow.capacity, queueSeconds, stepSeconds: STEP_SECONDS },
    backlogStep,
  );
  state.backlog = backlogStep.backlog;
  flow.backlogSeconds = backlogStep.seconds;
  flow.rejectedShare = arrivals > 0 ? Math.min(1, backlogStep.rejected / arrivals) : 0;
  const byBadTasks = flow.reached * flow.illShare * (1 - flow.illFailShare);
  flow.processed = backlogStep.processed + byBadTasks;
  measureWaits(plant, view, arrivals);
}

function measureWaits(plant: Plant, { spec, state, flow }: ServiceView, arrivals: number): void {
  const servers = flow.running * spec.vcpusPerTask;
  const byProcessor = servers / flow.cpuSecondsPerRequest;
  flow.waitSeconds = waitSeconds(
    arrivals / Math.max(flow.capacity, 1e-6),
    servers,
    flow.cpuSecondsPerRequest,
  );
  state.utilization = byProcessor > 0 ? Math.min(1, flow.processed / byProcessor) : 0;
  flow.illSeconds = flow.illShare > 0 ? spec.userTimeoutSeconds / 2 : 0;
  flow.poolWaitSeconds = poolWait(plant, { spec, flow });
}

function poolWait(plant: Plant, { spec, flow }: Pick<ServiceView, 'spec' | 'flow'>): number {
  const database = databaseOf(plant, spec);
  if (!spec.pool || !database || flow.running === 0) return 0;
  const held = spec.pool.holdSeconds * database.slowdown;
  const inUse = connectionsInUse(spec.pool, flow.processed / flow.running, database.slowdown);
  const usable = Math.max(1, spec.pool.size * database.grantedShare);
  return waitSeconds(inUse / usable, usable, held) + held * spec.pool.queriesPerRequest;
}
