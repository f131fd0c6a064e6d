// Queues and their consumers: messages wait in the order in which they came; a failed one comes back after the
// visibility timeout.

import { measureCapacity } from './capacity.ts';
import { MINUTE_MS, type Plant, type ServiceView, STEP_SECONDS, viewOf } from './plant.ts';
import type { QueueSpec } from './spec.ts';
import type { QueueState } from './state.ts';

/** Moves the messages of this step: producers have sent, the consumer takes, late ones are counted. */
export function consumeQueue(plant: Plant, consumer: ServiceView, queueIndex: number): void {
  const spec = plant.spec.queues[queueIndex];
  const state = plant.state.queues[queueIndex];
  if (!spec || !state) return;
  const arrived = receiveMessages(plant, spec, state);
  takeMessages(plant, consumer, { arrived: arrived / STEP_SECONDS, waiting: depthOf(state) / STEP_SECONDS });
  deleteMessages(state, consumer.flow.processed * STEP_SECONDS * (1 - consumer.flow.ownErrorShare));
  countLate(plant, spec, state);
  state.depthMax = Math.max(state.depthMax, depthOf(state));
  state.ageMax = Math.max(state.ageMax, ageOf(state, plant.state.now));
}

/** Sets the consumer's flow: it works on what waits, as fast as its tasks can. Rates are messages per second. */
function takeMessages(
  plant: Plant,
  consumer: ServiceView,
  { arrived, waiting }: { readonly arrived: number; readonly waiting: number },
): void {
  const { flow, spec, state } = consumer;
  flow.arrivals = arrived;
  flow.reached = waiting;
  measureCapacity(plant, consumer);
  flow.processed = Math.min(waiting, flow.capacity / flow.effects.messageFactor);
  flow.illShare = 0;
  const vcpus = flow.running * spec.vcpusPerTask;
  state.utilization = vcpus > 0 ? Math.min(1, (flow.processed * flow.cpuSecondsPerRequest) / vcpus) : 0;
}

function receiveMessages(plant: Plant, spec: QueueSpec, state: QueueState): number {
  let arrived = 0;
  for (const producer of spec.producers) {
    const { flow } = viewOf(plant, producer);
    arrived += flow.processed * (1 - flow.errorShare) * STEP_SECONDS;
  }
  const at = Math.floor(plant.state.now / MINUTE_MS) * MINUTE_MS;
  const last = state.cohorts.at(-1);
  if (last?.at === at) last.count += arrived;
  if (last?.at !== at && arrived > 0) state.cohorts.push({ at, count: arrived, isLate: false });
  state.sent += arrived;
  const { totals } = viewOf(plant, spec.consumer).state;
  totals.requests += arrived;
  totals.userRequests += arrived;
  return arrived;
}

function deleteMessages(state: QueueState, count: number): void {
  let left = count;
  state.deleted += count;
  for (const cohort of state.cohorts) {
    const taken = Math.min(cohort.count, left);
    cohort.count -= taken;
    left -= taken;
    if (left <= 0) break;
  }
  while ((state.cohorts[0]?.count ?? 1) <= 1e-9) state.cohorts.shift();
}

/** Each message that becomes too old counts once, when it does. */
function countLate(plant: Plant, spec: QueueSpec, state: QueueState): void {
  const { totals } = viewOf(plant, spec.consumer).state;
  for (const cohort of state.cohorts) {
    if (plant.state.now - cohort.at <= spec.lateAfterSeconds * 1000) break;
    if (cohort.isLate) continue;
    cohort.isLate = true;
    totals.failedRequests += cohort.count;
    totals.userFailedRequests += cohort.count;
  }
}

/** Messages that wait. */
export function depthOf({ cohorts }: QueueState): number {
  let depth = 0;
  for (const { count } of cohorts) depth += count;
  return depth;
}

/** Less than this is no message, only the fraction that a flow leaves behind. */
const LEAST_MESSAGE = 0.5;

/** Age of the oldest message in seconds; 0 for an empty queue. */
export function ageOf({ cohorts }: QueueState, now: number): number {
  const oldest = cohorts.find(({ count }) => count >= LEAST_MESSAGE);
  return oldest ? Math.max(0, (now - oldest.at) / 1000) : 0;
}
