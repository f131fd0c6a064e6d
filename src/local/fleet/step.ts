// One step of the plant, ten seconds long, in the order in which causes lead to effects; and the end of each minute, when
// the platform acts, the judge looks and metrics are published.

import { exertAccidents, judgeAccidents } from './accidents.ts';
import { trackTarget } from './autoscaler.ts';
import { propagateLatency, spreadRequests } from './call-graph.ts';
import { advanceRollout } from './configuration.ts';
import { stepDatabases } from './database.ts';
import { demandProfile, nextNoise } from './demand.ts';
import { scheduleTasks } from './deployment.ts';
import { stepExternals } from './external.ts';
import { cpuPercentOf } from './measures.ts';
import { clearMinute, gatherStep } from './minute.ts';
import { MINUTE_MS, type Plant, type ServiceView, STEP_MS, STEP_SECONDS, viewOf } from './plant.ts';
import { dropOldPoints, publishMinute } from './publication.ts';
import type { SeriesDirectory } from './series.ts';
import { judgeSli } from './sli.ts';
import { ageTask, drainTask } from './tasks.ts';

/** Moves the plant on by one step. */
export function stepPlant(plant: Plant, directory: SeriesDirectory): void {
  const { state } = plant;
  state.now = (state.now + STEP_MS) as typeof state.now;
  exertAccidents(plant);
  drawDemand(plant);
  spreadRequests(plant);
  stepDatabases(plant);
  stepExternals(plant);
  propagateLatency(plant);
  for (const { index } of plant.spec.services) advanceService(plant, viewOf(plant, index));
  if (state.now % MINUTE_MS === 0) endMinute(plant, directory);
}

function drawDemand(plant: Plant): void {
  const profile = demandProfile(plant.state.now, plant.options.startAt);
  for (const { index } of plant.spec.services) {
    const { flow, state, streams } = viewOf(plant, index);
    flow.profile = profile;
    flow.arrivals = 0;
    state.demandNoise = nextNoise(state.demandNoise, STEP_SECONDS, streams.demand.normal());
    if (state.shedShare > 0 && state.shedUntil <= plant.state.now) state.shedShare = 0;
  }
}

function advanceService(plant: Plant, view: ServiceView): void {
  gatherStep(plant, view);
  for (const task of view.state.tasks) {
    if (task.phase !== 'running') continue;
    ageTask(view, task);
    if (task.memoryShare > 1) killTask(plant, view, task);
  }
  scheduleTasks(plant, view);
  advanceRollout(plant, view);
}

/** Out of memory: the task is gone at once, and its share of what waited with it. */
function killTask(
  plant: Plant,
  { state, flow }: ServiceView,
  task: ServiceView['state']['tasks'][number],
): void {
  state.backlog *= 1 - 1 / Math.max(flow.running, 1);
  drainTask(task, plant.state.now);
  task.phaseEndsAt = plant.state.now;
}

function endMinute(plant: Plant, directory: SeriesDirectory): void {
  const isPlatformActive = plant.options.isPlatformActive ?? true;
  for (const { index } of plant.spec.services) {
    const view = viewOf(plant, index);
    if (isPlatformActive) trackTarget(plant, view, cpuPercentOf(view));
    judgeSli(plant, view);
    publishMinute(plant, view, directory.ofService[index] ?? []);
  }
  judgeAccidents(plant, plant.state.now - MINUTE_MS);
  clearGauges(plant);
  dropOldPoints(plant, directory);
}

function clearGauges({ state }: Plant): void {
  for (const { minute } of state.services) clearMinute(minute);
  for (const database of state.databases) {
    database.cpuSum = 0;
    database.connectionsMax = 0;
    database.steps = 0;
  }
  for (const queue of state.queues) {
    queue.sent = 0;
    queue.deleted = 0;
    queue.depthMax = 0;
    queue.ageMax = 0;
  }
}
