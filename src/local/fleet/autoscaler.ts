// The platform's own target tracking on processor use: Fleetmedic is not alone at the wheel.

import { tellDesiredCount, tellScaledToMax } from './events.ts';
import type { Plant, ServiceView } from './plant.ts';
import type { AutoscalerState } from './state.ts';

/** Processor use that target tracking holds, in percent. */
export const TARGET_CPU_PERCENT = 55;
/** Target tracking's alarms: above the target for 3 minutes; below 90 % of it for 15. */
const HIGH_MINUTES = 3;
const LOW_MINUTES = 15;
const LOW_SHARE = 0.9;
/** Cool-downs of the scaling policy, in milliseconds. */
const SCALE_OUT_COOLDOWN_MS = 120_000;
const SCALE_IN_COOLDOWN_MS = 300_000;
/** Scale-in moves at most a fifth at a time: target tracking gives capacity back gradually. */
const MOST_SCALE_IN_SHARE = 0.2;

/** Judges the minute that has passed and moves the desired count where the policy says so. */
export function trackTarget(plant: Plant, view: ServiceView, cpuPercent: number): void {
  const { autoscaler } = view.state;
  if (!autoscaler) return;
  autoscaler.minutesHigh = cpuPercent > TARGET_CPU_PERCENT ? autoscaler.minutesHigh + 1 : 0;
  autoscaler.minutesLow = cpuPercent < TARGET_CPU_PERCENT * LOW_SHARE ? autoscaler.minutesLow + 1 : 0;
  const wanted = wantedCount(plant.state.now, view, autoscaler, cpuPercent);
  const desired = Math.min(autoscaler.max, Math.max(autoscaler.min, wanted));
  if (desired !== view.state.desired) scaleTo(plant, view, desired);
}

function wantedCount(
  now: number,
  { state }: ServiceView,
  autoscaler: AutoscalerState,
  cpuPercent: number,
): number {
  const sinceScaling = now - autoscaler.lastScaledAt;
  const proportional = Math.ceil((state.desired * cpuPercent) / TARGET_CPU_PERCENT);
  if (state.deployment) return state.desired;
  if (autoscaler.minutesHigh >= HIGH_MINUTES && sinceScaling >= SCALE_OUT_COOLDOWN_MS) {
    return Math.max(state.desired, proportional);
  }
  if (autoscaler.minutesLow >= LOW_MINUTES && sinceScaling >= SCALE_IN_COOLDOWN_MS) {
    const most = Math.max(1, Math.floor(state.desired * MOST_SCALE_IN_SHARE));
    return Math.max(proportional, state.desired - most);
  }
  return state.desired;
}

function scaleTo(plant: Plant, { spec, state }: ServiceView, desired: number): void {
  const { autoscaler } = state;
  if (!autoscaler) return;
  const from = state.desired;
  state.desired = desired;
  autoscaler.lastScaledAt = plant.state.now;
  state.lastScaling = { at: plant.state.now, cause: { by: 'platform' } };
  tellDesiredCount(plant, spec, { desiredCount: desired, isByAutoscaler: true });
  if (desired < autoscaler.max || desired < from) return;
  tellScaledToMax(plant, spec, { from, to: desired, min: autoscaler.min, max: autoscaler.max });
}
