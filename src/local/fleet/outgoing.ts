// The calls that a service makes to others and to third parties: how many, how often repeated, and what becomes of them.

import { missShare } from './cache.ts';
import { callOf, callSpecOf, type Plant, type ServiceView, STEP_SECONDS, viewOf } from './plant.ts';
import { attemptsPerCall, effectiveRetryChance, finalFailChance, shareDue } from './retries.ts';
import type { CallSpec } from './spec.ts';
import type { CallState } from './state.ts';

/** Seconds of a call that an open breaker answers. */
const SHORT_CIRCUIT_SECONDS = 0.003;
/** A caller that repeats and repeats gives up after this multiple of what people wait. */
const PATIENCE = 4;

/** Sends all calls that follow from the caller's work in this step. */
export function makeCalls(plant: Plant, caller: ServiceView): void {
  for (const index of caller.spec.outgoing) {
    sendCalls(plant, callSpecOf(plant, index), caller);
  }
}

/** Calls of one kind per request of the caller, cache misses considered. */
export function callsPerRequest(call: CallSpec, { spec, flow }: Pick<ServiceView, 'spec' | 'flow'>): number {
  const missed = call.isOnMiss ? missShare(spec.cacheHitShare, flow.warmth) : 1;
  return call.callsPerRequest * flow.callsFactor * missed;
}

/** Sends the caller's calls of this step, and the repeated ones that are due, to the service called. */
function sendCalls(plant: Plant, call: CallSpec, caller: ServiceView): void {
  const state = callOf(plant, call.index);
  if (isOpen(plant, state)) {
    state.retryPool = 0;
    state.attempts = 0;
    return;
  }
  const callee = call.to === undefined ? undefined : plant.flows[call.to];
  const first = caller.flow.processed * callsPerRequest(call, caller);
  const retried = (state.retryPool * shareDue(STEP_SECONDS)) / STEP_SECONDS;
  const attempts = first + retried;
  state.attempts = attempts;
  const chance = retryChanceOf(call, state, callee?.effects.stormRetryChance ?? 0);
  const shed = call.to === undefined ? 0 : viewOf(plant, call.to).state.shedShare;
  state.retryPool += (attempts * Math.max(0, state.failChance - shed) * chance - retried) * STEP_SECONDS;
  if (callee) callee.arrivals += attempts;
}

function isOpen(plant: Plant, call: CallState): boolean {
  return call.breakerOpenUntil > plant.state.now;
}

function retryChanceOf(call: CallSpec, { failChance }: CallState, stormChance: number): number {
  if (stormChance > 0) return stormChance;
  return effectiveRetryChance(failChance, call.retryChance, call.retryBudget);
}

/** Seconds a call takes with its repetitions, and the chance that it is lost for good. */
export function outcomeOf(
  plant: Plant,
  call: CallSpec,
  caller: ServiceView,
): { seconds: number; lost: number } {
  const state = callOf(plant, call.index);
  const isLossless = call.isOptional || (call.hasFallback && isOpen(plant, state));
  if (isOpen(plant, state)) return { seconds: SHORT_CIRCUIT_SECONDS, lost: isLossless ? 0 : 1 };
  const callee = call.to === undefined ? undefined : plant.flows[call.to];
  const chance = retryChanceOf(call, state, callee?.effects.stormRetryChance ?? 0);
  const seconds = state.meanSeconds * attemptsPerCall(state.failChance, chance);
  const lost = isLossless ? 0 : finalFailChance(state.failChance, chance);
  return { seconds: Math.min(seconds, caller.spec.userTimeoutSeconds * PATIENCE), lost };
}
