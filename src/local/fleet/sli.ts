// What users notice, in the plant's truth: failed or slow requests, late messages. This judges faults, never Fleetmedic.

import { quantileOf } from './latency.ts';
import type { Plant, ServiceView } from './plant.ts';
import { ageOf } from './queue.ts';

/** Failed share, and tail latency as a multiple of its usual one, from which users notice. */
const NOTICED_FAILED_SHARE = 0.02;
const NOTICED_SLOWDOWN = 2.2;
/** Differences below this are noticed by nobody. */
const NOTICED_SECONDS = 0.15;
/** Age of the oldest message from which a backlog is noticed. */
const NOTICED_AGE_SECONDS = 150;
/** Memory of the usual tail latency: about two hours. */
const TYPICAL_WEIGHT = 1 / 120;

/** Judges the minute that a service has gathered. */
export function judgeSli(plant: Plant, view: ServiceView): void {
  const { sli, totals, minute } = view.state;
  sli.isDeparted = view.spec.kind === 'consumer' ? isQueueLate(plant, view) : isDeparted(view);
  sli.minutesNormal = sli.isDeparted ? 0 : sli.minutesNormal + 1;
  if (minute.healthyMin < view.spec.minTasks) totals.floorBreachMinutes += 1;
}

function isQueueLate(plant: Plant, { spec }: ServiceView): boolean {
  const queue = plant.state.queues[spec.consumes ?? -1];
  return queue !== undefined && ageOf(queue, plant.state.now) > NOTICED_AGE_SECONDS;
}

function isDeparted({ state }: ServiceView): boolean {
  const { minute, sli } = state;
  const { answered } = minute;
  const p99 = quantileOf(minute.histogram, answered, 0.99);
  const failedShare = minute.callerRequests > 0 ? minute.failed / minute.callerRequests : 0;
  const isSlow =
    sli.typicalP99 > 0 && p99 > sli.typicalP99 * NOTICED_SLOWDOWN && p99 - sli.typicalP99 > NOTICED_SECONDS;
  const departed = failedShare > NOTICED_FAILED_SHARE || isSlow;
  if (!departed && answered > 0) {
    sli.typicalP99 = sli.typicalP99 === 0 ? p99 : sli.typicalP99 + TYPICAL_WEIGHT * (p99 - sli.typicalP99);
  }
  return departed;
}
