// Configurations of a service (AppConfig): versions, and the minute until all tasks have fetched a new one.

import type { Cause } from './accident.ts';
import { tellConfiguration } from './events.ts';
import { type Plant, type ServiceView, viewOf } from './plant.ts';

/** All-at-once deployment plus the agent's poll interval of 45 s. */
const ROLLOUT_SECONDS = 60;

/** Stores a new version of the service's configuration and returns its number. */
export function registerConfiguration(plant: Plant, service: number): number {
  const { state } = viewOf(plant, service);
  state.newestConfiguration += 1;
  return state.newestConfiguration;
}

/** Begins to roll out a stored version; the tasks follow it when all of them have it. */
export function beginRollout(plant: Plant, service: number, version: number, cause: Cause): void {
  const { spec, state } = viewOf(plant, service);
  const { now } = plant.state;
  if (version !== state.configuration) {
    state.previousConfiguration = { version: state.configuration, replacedAt: now };
  }
  state.configuration = version;
  state.rollout = { version, endsAt: now + ROLLOUT_SECONDS * 1000, cause };
  state.lastConfiguration = { at: now, cause };
  tellConfiguration(plant, spec, { moment: 'Start', version });
}

/** Ends a rollout whose time has come. */
export function advanceRollout(plant: Plant, { spec, state }: ServiceView): void {
  if (!state.rollout || state.rollout.endsAt > plant.state.now) return;
  state.effectiveConfiguration = state.rollout.version;
  state.rollout = undefined;
  tellConfiguration(plant, spec, { moment: 'Complete', version: state.effectiveConfiguration });
}
