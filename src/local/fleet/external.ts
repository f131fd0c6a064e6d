// Third parties: nobody here can mend them. A slow one serves so many calls per second at most; whoever opens more
// connections to it only makes each of them wait longer (Little's law).

import { callOf, callSpecOf, type Plant, viewOf } from './plant.ts';
import type { ExternalSpec } from './spec.ts';
import type { ExternalState } from './state.ts';

/** Steepness of the log-logistic law of a third party's latency: how sharply calls begin to miss their timeout. */
const LATENESS_STEEPNESS = 3.6;
/** Errors of a third party on a good day. */
const USUAL_ERROR_SHARE = 0.0005;
/** How much a crowd of connections can slow a third party down. */
const MOST_CROWDING = 6;

/** Sets seconds and failures of the calls to each third party for this step. */
export function stepExternals(plant: Plant): void {
  for (const spec of plant.spec.externals) {
    const state = plant.state.externals[spec.index];
    if (state) stepExternal(plant, spec, state);
  }
}

function stepExternal(plant: Plant, spec: ExternalSpec, { slowFactor }: ExternalState): void {
  const { spec: caller, flow } = viewOf(plant, spec.caller);
  const crowd = slowFactor > 1 ? Math.min(MOST_CROWDING, Math.max(1, flow.running / caller.peakTasks)) : 1;
  const seconds = spec.seconds * slowFactor * crowd;
  const timeout = callSpecOf(plant, spec.call).timeoutSeconds;
  const late = 1 / (1 + (timeout / seconds) ** LATENESS_STEEPNESS);
  const call = callOf(plant, spec.call);
  call.failChance = 1 - (1 - USUAL_ERROR_SHARE) * (1 - late);
  call.meanSeconds = Math.min(seconds, timeout);
}
