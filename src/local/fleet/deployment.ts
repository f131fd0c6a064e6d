// Rolling deployments and the scheduler of ECS: starts what is wanting, drains what is too many, never below the minimum
// healthy share nor above the maximum one.

import type { Cause } from './accident.ts';
import { tellDeployment, tellServiceAction } from './events.ts';
import { type Plant, type ServiceView, viewOf } from './plant.ts';
import { revisionOf } from './revisions.ts';
import type { TaskState } from './state.ts';
import { drainTask, startTask } from './tasks.ts';

/** Tasks the scheduler starts for one service in one step: Fargate launches about one a second. */
const STARTS_PER_STEP = 10;
/** ECS deployment circuit breaker: half of the desired count, at least 3 and at most 200 failed tasks. */
const BREAKER_SHARE = 0.5;
const BREAKER_LEAST = 3;
const BREAKER_MOST = 200;

/** Begins to replace all tasks by tasks of the given revision; the same revision is a restart. */
export function beginDeployment(plant: Plant, service: number, revision: number, cause: Cause): void {
  const { spec, state } = viewOf(plant, service);
  const { now } = plant.state;
  state.deploymentSerial += 1;
  if (revision !== state.revision) state.previous = { version: state.revision, replacedAt: now };
  state.revision = revision;
  state.schema = Math.max(state.schema, revisionOf(viewOf(plant, service), revision).schema);
  state.deployment = { serial: state.deploymentSerial, revision, startedAt: now, cause, failedTasks: 0 };
  state.lastDeployment = { at: now, cause };
  tellDeployment(plant, spec, {
    eventName: 'SERVICE_DEPLOYMENT_IN_PROGRESS',
    serial: state.deploymentSerial,
  });
}

interface Census {
  /** Running or starting tasks of the present deployment, and of older ones. */
  fresh: number;
  freshRunning: number;
  old: number;
  running: number;
}

const census: Census = { fresh: 0, freshRunning: 0, old: 0, running: 0 };

function countTasks({ state }: ServiceView): void {
  census.fresh = 0;
  census.freshRunning = 0;
  census.old = 0;
  census.running = 0;
  for (const task of state.tasks) if (task.phase !== 'draining') countTask(task, state.deploymentSerial);
}

function countTask({ phase, deployment }: TaskState, serial: number): void {
  const running = phase === 'running' ? 1 : 0;
  const fresh = deployment === serial ? 1 : 0;
  census.fresh += fresh;
  census.old += 1 - fresh;
  census.running += running;
  census.freshRunning += fresh * running;
}

/** Moves the tasks of one service on by a step: joins, ends, starts and drains. */
export function scheduleTasks(plant: Plant, view: ServiceView): void {
  const { state } = view;
  const { now } = plant.state;
  advancePhases(plant, view);
  countTasks(view);
  if (census.fresh === state.desired && census.old === 0 && !state.deployment) return;
  startWanting(view, now);
  drainOld(view, now);
  drainSurplus(view, now);
  if (state.deployment && isComplete(view)) completeDeployment(plant, view);
}

function advancePhases(plant: Plant, view: ServiceView): void {
  const { state } = view;
  const { now } = plant.state;
  let isAnyGone = false;
  for (const task of state.tasks) {
    if (task.phase === 'running' || task.phaseEndsAt > now) continue;
    if (task.phase === 'starting' && joins(view, task)) {
      task.phase = 'running';
      continue;
    }
    if (task.phase === 'starting') countFailedStart(plant, view);
    task.phase = 'draining';
    isAnyGone = true;
  }
  if (isAnyGone)
    state.tasks = state.tasks.filter((task) => task.phase !== 'draining' || task.phaseEndsAt > now);
}

function joins(view: ServiceView, task: TaskState): boolean {
  return !revisionOf(view, task.revision).failsHealthCheck;
}

function countFailedStart(plant: Plant, view: ServiceView): void {
  const { spec, state } = view;
  if (!state.deployment) return;
  state.deployment.failedTasks += 1;
  if (state.deployment.failedTasks === BREAKER_LEAST) {
    tellServiceAction(plant, spec, 'SERVICE_TASK_START_IMPAIRED');
  }
  const limit = Math.min(BREAKER_MOST, Math.max(BREAKER_LEAST, Math.ceil(state.desired * BREAKER_SHARE)));
  if (plant.options.isPlatformActive === false || state.deployment.failedTasks < limit) return;
  tellDeployment(plant, spec, { eventName: 'SERVICE_DEPLOYMENT_FAILED', serial: state.deployment.serial });
  beginDeployment(plant, spec.index, state.stableRevision, { by: 'platform' });
}

function startWanting(view: ServiceView, now: number): void {
  const { spec, state } = view;
  const most = Math.max(Math.floor((state.desired * spec.maximumPercent) / 100), 1);
  let room = Math.min(STARTS_PER_STEP, most - census.fresh - census.old, state.desired - census.fresh);
  while (room > 0) {
    startTask(view, now);
    census.fresh += 1;
    room -= 1;
  }
}

/** Old tasks go as soon as enough others are healthy; first those that have not even joined. */
function drainOld({ spec, state }: ServiceView, now: number): void {
  if (census.old === 0) return;
  const least = Math.ceil((state.desired * spec.minimumHealthyPercent) / 100);
  for (const task of state.tasks) {
    if (task.phase === 'draining' || task.deployment === state.deploymentSerial) continue;
    const isRunning = task.phase === 'running';
    if (isRunning && census.running - 1 < least) return;
    drainTask(task, now);
    census.old -= 1;
    if (isRunning) census.running -= 1;
  }
}

/** Scale-in: the newest go first, and starting ones before running ones. */
function drainSurplus({ state }: ServiceView, now: number): void {
  let surplus = census.fresh - state.desired;
  for (let index = state.tasks.length - 1; index >= 0 && surplus > 0; index -= 1) {
    const task = state.tasks[index];
    if (!task || task.phase === 'draining' || task.deployment !== state.deploymentSerial) continue;
    drainTask(task, now);
    surplus -= 1;
  }
}

function isComplete({ state }: ServiceView): boolean {
  if (census.old > 0 || census.freshRunning < state.desired) return false;
  return state.tasks.every((task) => task.phase === 'running' || task.deployment === state.deploymentSerial);
}

function completeDeployment(plant: Plant, { spec, state }: ServiceView): void {
  state.stableRevision = state.revision;
  state.deployment = undefined;
  tellDeployment(plant, spec, { eventName: 'SERVICE_DEPLOYMENT_COMPLETED', serial: state.deploymentSerial });
  tellServiceAction(plant, spec, 'SERVICE_STEADY_STATE');
}
