// How requests spread over the call graph, and how slowness and failures come back along it: first from callers to those
// they call, then the other way round.

import { composeLatency, judgeCallers } from './composing.ts';
import { makeCalls } from './outgoing.ts';
import { type Plant, type ServiceView, STEP_SECONDS, viewOf } from './plant.ts';
import { consumeQueue } from './queue.ts';
import { effectiveRetryChance, shareDue } from './retries.ts';
import { work } from './serving.ts';

/** Share of failed requests of people that come again, and the share of all requests at which they give up. */
const USER_RETRY_CHANCE = 0.3;
const USER_RETRY_BUDGET = 0.1;

/** Spreads the requests of people over the graph, callers first: arrivals, backlog and work of each service. */
export function spreadRequests(plant: Plant): void {
  for (const index of plant.spec.order) {
    const view = viewOf(plant, index);
    if (view.spec.consumes === undefined) serveRequests(plant, view);
    if (view.spec.consumes !== undefined) consumeQueue(plant, view, view.spec.consumes);
    makeCalls(plant, view);
  }
}

function serveRequests(plant: Plant, view: ServiceView): void {
  gatherArrivals(view);
  work(plant, view);
}

function gatherArrivals({ spec, state, flow }: ServiceView): void {
  const chance = flow.effects.stormRetryChance;
  const retryChance =
    chance > 0 ? chance : effectiveRetryChance(state.userFailChance, USER_RETRY_CHANCE, USER_RETRY_BUDGET);
  flow.userFresh =
    spec.userRequestsPerSecond * flow.profile * (1 + state.demandNoise) * flow.effects.userFactor +
    flow.effects.extraRequests;
  flow.userRetried = (state.userRetryPool * shareDue(STEP_SECONDS)) / STEP_SECONDS;
  const attempts = flow.userFresh + flow.userRetried;
  // Shed requests are told when to come back and do not count among those that are repeated at once.
  const failed = attempts * Math.max(0, state.userFailChance - state.shedShare);
  state.userRetryPool += (failed * retryChance - flow.userRetried) * STEP_SECONDS;
  flow.arrivals += attempts;
  flow.reached = flow.arrivals * (1 - flow.effects.brokenShare) * (1 - state.shedShare);
}

/** Carries latencies and failures back from those called to their callers. */
export function propagateLatency(plant: Plant): void {
  for (let position = plant.spec.order.length - 1; position >= 0; position -= 1) {
    const view = viewOf(plant, plant.spec.order[position] ?? -1);
    composeLatency(plant, view);
    judgeCallers(plant, view);
  }
}
