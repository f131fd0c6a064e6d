// What only a person can do in this version: breakers, shedding, routes, single tasks, balancing, a word with a third
// party. Each works on the same parameters as everything else.

import type { ServiceId } from '#domain/ids.ts';
import type { Cause } from './accident.ts';
import type { Caller } from './calls.ts';
import { callOf, MINUTE_MS, type Plant, type ServiceView, viewOf } from './plant.ts';
import { drainTask } from './tasks.ts';

export type Intervention =
  /** S2: the caller stops calling the dependency and takes its fallback, where it has one. */
  | {
      readonly kind: 'open-breaker';
      readonly serviceId: ServiceId;
      readonly dependencyId: ServiceId;
      readonly minutes: number;
    }
  | { readonly kind: 'close-breaker'; readonly serviceId: ServiceId; readonly dependencyId: ServiceId }
  /** S13: refuses a share (0 to 1) of all requests to the service for some minutes; 0 ends it. */
  | {
      readonly kind: 'shed-load';
      readonly serviceId: ServiceId;
      readonly share: number;
      readonly minutes: number;
    }
  /** S7: leads traffic to the service another way. */
  | { readonly kind: 'switch-route'; readonly serviceId: ServiceId }
  /** S14: stops the slowest task; the scheduler replaces it. */
  | { readonly kind: 'stop-task'; readonly serviceId: ServiceId }
  /** S3. */
  | {
      readonly kind: 'set-balancing';
      readonly serviceId: ServiceId;
      readonly algorithm: ServiceView['state']['balancing'];
    }
  /** Somebody gets the third party to mend its trouble. */
  | { readonly kind: 'fix-external'; readonly serviceId: ServiceId; readonly dependencyId: ServiceId };

/** Carries out an intervention and logs it. Throws a RangeError for a service or dependency that does not exist. */
export function carryOutIntervention(plant: Plant, intervention: Intervention, caller: Caller): void {
  const { log, now } = plant.state;
  const id = `call-${log.length + 1}`;
  const cause: Cause = { by: caller.by, callId: id };
  const view = serviceOf(plant, intervention.serviceId);
  intervene(plant, view, intervention, cause);
  if (intervention.kind !== 'stop-task') view.state.lastIntervention = { at: now, cause };
  log.push({
    id,
    at: now,
    by: caller.by,
    clientToken: caller.clientToken,
    intervention,
    answer: { outcome: 'accepted' },
    hasTakenEffect: true,
  });
}

function serviceOf(plant: Plant, serviceId: ServiceId): ServiceView {
  const spec = plant.spec.services.find(({ id }) => id === serviceId);
  if (!spec) throw new RangeError(`Cannot intervene on ${serviceId}: the fleet has no such service`);
  return viewOf(plant, spec.index);
}

function intervene(plant: Plant, view: ServiceView, intervention: Intervention, cause: Cause): void {
  const { state } = view;
  const { now } = plant.state;
  switch (intervention.kind) {
    case 'open-breaker':
      setBreaker(plant, view, intervention.dependencyId, now + intervention.minutes * MINUTE_MS);
      break;
    case 'close-breaker':
      setBreaker(plant, view, intervention.dependencyId, 0);
      break;
    case 'shed-load':
      state.shedShare = intervention.share;
      state.shedUntil = now + intervention.minutes * MINUTE_MS;
      break;
    case 'switch-route':
      state.routeSwitchedAt = now;
      break;
    case 'stop-task':
      stopSlowestTask(plant, view, cause);
      break;
    case 'set-balancing':
      state.balancing = intervention.algorithm;
      break;
    case 'fix-external':
      fixExternal(plant, intervention.dependencyId);
      break;
  }
}

function setBreaker(plant: Plant, { spec }: ServiceView, dependencyId: ServiceId, until: number): void {
  for (const index of spec.outgoing) {
    const { to, external } = plant.spec.calls[index] ?? {};
    const callee = to === undefined ? plant.spec.externals[external ?? -1] : plant.spec.services[to];
    if (callee?.id !== dependencyId) continue;
    callOf(plant, index).breakerOpenUntil = until;
    return;
  }
  throw new RangeError(`Cannot set a breaker: ${spec.id} does not call ${dependencyId}`);
}

function stopSlowestTask(plant: Plant, { state }: ServiceView, cause: Cause): void {
  const running = state.tasks.filter(({ phase }) => phase === 'running');
  const slowest = running.sort((one, other) => one.speed - other.speed)[0];
  if (!slowest) return;
  state.lastTaskStop = { at: plant.state.now, cause, taskId: slowest.id };
  drainTask(slowest, plant.state.now);
}

function fixExternal(plant: Plant, dependencyId: ServiceId): void {
  const spec = plant.spec.externals.find(({ id }) => id === dependencyId);
  const state = spec && plant.state.externals[spec.index];
  if (!state) throw new RangeError(`Cannot have ${dependencyId} mended: it is no third party of this fleet`);
  state.fixedAt = plant.state.now;
}
