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

/** Reads the service every minute from now on, until it has been well for a while. True when it was calm before. */
export async function wakeService(
  { clock, settings, polls }: WakeServiceDeps,
  serviceId: ServiceId,
): Promise<boolean> {
  const { polling } = await settings.current();
  const now = clock.now();
  const state = (await polls.all()).find((stored) => stored.serviceId === serviceId);
  await polls.put(hasten(state ?? newPollState(serviceId, now), 'watch', { settings: polling, now }));
  return !state || !isHastened(state, now);
}
