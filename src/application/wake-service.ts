// Moves a service to the fast tier: it looks strange, or something was just changed on it.

import type { SettingsSource } from '#application/ports/operations.ts';
import type { Clock, PollStore } from '#application/ports/telemetry.ts';
import type { ServiceId } from '#domain/ids.ts';
import { hasten, isHastened, newPollState } from '#domain/poll/schedule.ts';

export interface WakeServiceDeps {
  readonly clock: Clock;
  readonly settings: SettingsSource;
  readonly polls: PollStore;
}

/** Reads the service every minute from now on, until it has been well for a while. */
export async function wakeService(deps: WakeServiceDeps, serviceId: ServiceId): Promise<void> {
  await wakeServices(deps, [serviceId]);
}

/** The same of several; those that were calm before. */
export async function wakeServices(
  { clock, settings, polls }: WakeServiceDeps,
  serviceIds: readonly ServiceId[],
): Promise<readonly ServiceId[]> {
  const { polling } = await settings.current();
  const now = clock.now();
  const stored = new Map((await polls.all()).map((state) => [state.serviceId, state]));
  const states = serviceIds.map((id) => stored.get(id) ?? newPollState(id, now));
  for (const state of states) await polls.put(hasten(state, 'watch', { settings: polling, now }));
  return states.filter((state) => !isHastened(state, now)).map(({ serviceId }) => serviceId);
}
