// Gathers what happens within a minute: the sums that metrics are made of, and the totals that the judge reads.

import { addToHistogram, BIN_COUNT } from './latency.ts';
import { callOf, type Plant, type ServiceView, STEP_SECONDS } from './plant.ts';
import { revisionOf } from './revisions.ts';
import type { MinuteState } from './state.ts';

/** Busy share of the processors of a task without requests. */
const IDLE_CPU_SHARE = 0.015;

/** A minute in which nothing has been gathered yet. */
export function emptyMinute(): MinuteState {
  return {
    requests: 0,
    answered: 0,
    targetErrors: 0,
    cpuSum: 0,
    steps: 0,
    memoryMax: 0,
    healthyMin: Number.MAX_SAFE_INTEGER,
    unhealthyMax: 0,
    runningSum: 0,
    failed: 0,
    callerRequests: 0,
    histogram: new Array<number>(BIN_COUNT).fill(0),
  };
}

/** Forgets the minute that has been published. */
export function clearMinute(minute: MinuteState): void {
  const { histogram } = minute;
  histogram.fill(0);
  Object.assign(minute, { ...emptyMinute(), histogram });
}

/** Adds one step of a service to its minute and its totals. */
export function gatherStep(plant: Plant, view: ServiceView): void {
  gatherTasks(view);
  if (view.spec.kind === 'consumer') return;
  gatherRequests(view);
  gatherFailures(plant, view);
}

/** A new target is `initial`, not unhealthy, while it starts; only one that fails its checks is unhealthy. */
function gatherTasks(view: ServiceView): void {
  const { state, flow } = view;
  const { minute } = state;
  let memory = 0;
  let unhealthy = 0;
  for (const task of state.tasks) {
    if (task.phase === 'running') memory = Math.max(memory, task.memoryShare);
    if (task.phase === 'starting' && revisionOf(view, task.revision).failsHealthCheck) unhealthy += 1;
  }
  minute.memoryMax = Math.max(minute.memoryMax, Math.min(1, memory));
  minute.cpuSum += Math.min(1, IDLE_CPU_SHARE + state.utilization + flow.gcShare);
  minute.steps += 1;
  minute.healthyMin = Math.min(minute.healthyMin, flow.running);
  minute.unhealthyMax = Math.max(minute.unhealthyMax, unhealthy);
  minute.runningSum += flow.running;
}

function gatherRequests({ state, flow }: ServiceView): void {
  const { minute } = state;
  if (flow.running === 0) return;
  const taken = flow.reached * STEP_SECONDS;
  const refused = taken * flow.rejectedShare;
  const byBadTasks = taken * flow.illShare * flow.illFailShare;
  const answered = flow.processed * STEP_SECONDS;
  minute.requests += taken;
  minute.targetErrors += refused + byBadTasks + answered * flow.errorShare;
  minute.answered += answered;
  addToHistogram(minute.histogram, flow.mix, answered);
}

/** A request counts as failed for its caller when it errs or takes longer than the caller waits. */
function gatherFailures(plant: Plant, { spec, state, flow }: ServiceView): void {
  const { minute, totals } = state;
  const { userFailChance } = state;
  let failed = (flow.userFresh + flow.userRetried) * userFailChance;
  for (const index of spec.incoming) {
    const { attempts, failChance } = callOf(plant, index);
    failed += attempts * failChance;
  }
  minute.failed += failed * STEP_SECONDS;
  minute.callerRequests += flow.arrivals * STEP_SECONDS;
  totals.requests += flow.arrivals * STEP_SECONDS;
  totals.failedRequests += failed * STEP_SECONDS;
  totals.userRequests += flow.userFresh * STEP_SECONDS;
  totals.userFailedRequests += flow.userFresh * userFailChance * STEP_SECONDS;
}
