// The life of a task: it starts, joins the load balancer, warms up, leaks if its code leaks, runs out of memory, drains
// and goes. Times are those of Fargate behind an application load balancer.

import { warmUp } from './cache.ts';
import { memoryShare } from './memory.ts';
import { type Effects, type ServiceView, STEP_SECONDS } from './plant.ts';
import { between } from './random.ts';
import { revisionOf } from './revisions.ts';
import type { ServiceState, TaskState } from './state.ts';

/** Image pull and start of a Fargate task, then two to four health checks of 15 s. */
const START_SECONDS = { from: 30, to: 90 } as const;
const HEALTH_CHECK_SECONDS = { from: 30, to: 60 } as const;
/** Deregistration delay of the target groups: connections finish before the task is stopped. */
const DRAIN_SECONDS = 90;
const ZONES = 3;

/** A task of the service's present revision and deployment that is just being started. */
export function newTask(
  id: number,
  { revision, deploymentSerial }: Pick<ServiceState, 'revision' | 'deploymentSerial'>,
  bornAt: number,
): TaskState {
  return {
    id,
    zone: id % ZONES,
    revision,
    deployment: deploymentSerial,
    bornAt,
    phase: 'starting',
    phaseEndsAt: bornAt,
    warmth: 0,
    leakedMb: 0,
    leakedConnections: 0,
    memoryShare: 0,
    speed: 1,
  };
}

/** Starts one more task; it joins after start and health checks. */
export function startTask({ state, streams }: ServiceView, now: number): void {
  const start = between(streams.tasks, START_SECONDS.from, START_SECONDS.to);
  const checks = between(streams.tasks, HEALTH_CHECK_SECONDS.from, HEALTH_CHECK_SECONDS.to);
  const task = newTask(state.nextTaskId, state, now);
  task.phaseEndsAt = now + (start + checks) * 1000;
  state.tasks.push(task);
  state.nextTaskId += 1;
}

/** Takes a task out of the load balancer; it ends its work and goes. One that has not joined yet goes at once. */
export function drainTask(task: TaskState, now: number): void {
  task.phaseEndsAt = task.phase === 'running' ? now + DRAIN_SECONDS * 1000 : now;
  task.phase = 'draining';
}

/** Lets a running task serve for one step: it warms up, leaks and uses memory. */
export function ageTask(view: ServiceView, task: TaskState): void {
  const { flow } = view;
  task.warmth = warmUp(task.warmth, STEP_SECONDS);
  if (isLeaking(task, flow.effects) && flow.running > 0) leak(view, task);
  task.memoryShare = memoryOf(view, task);
}

function leak({ spec, flow }: ServiceView, task: TaskState): void {
  const requests = (flow.processed / flow.running) * STEP_SECONDS;
  task.leakedMb += flow.effects.leakMbPerRequest * requests;
  const connections = task.leakedConnections + flow.effects.leakConnectionsPerRequest * requests;
  task.leakedConnections = Math.min(spec.pool?.size ?? 0, connections);
}

function memoryOf(view: ServiceView, task: TaskState): number {
  const { spec, state, flow } = view;
  const concurrency = (flow.processed / Math.max(flow.running, 1)) * state.meanSeconds;
  return memoryShare({
    residentMb: spec.residentMb * revisionOf(view, task.revision).memoryFactor,
    cacheMb: spec.cacheMb,
    warmth: task.warmth,
    leakedMb: task.leakedMb,
    concurrency: Math.min(concurrency, spec.workersPerTask),
    limitMb: spec.memoryLimitMb,
  });
}

function isLeaking(task: TaskState, { leakBornBefore, leakRevision }: Effects): boolean {
  return task.bornAt < leakBornBefore && (leakRevision === 0 || leakRevision === task.revision);
}
