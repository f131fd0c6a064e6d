// Fleetmedic's own events for everybody who watches live: one subscription to the bus, any number of listeners.

import { EVENT_SOURCE, FleetmedicEvent } from '#contracts/events.ts';
import type { LocalBus } from '#local/delivery/bus.ts';
import type { EventFeed } from '#runtime/api/deps.ts';

/** A feed of what the bus carries; to be made before the loop starts. */
export function makeFeed(bus: LocalBus): EventFeed {
  const listeners = new Set<(event: FleetmedicEvent) => void>();
  bus.subscribe({
    name: 'live-feed',
    matches: ({ source }) => source === EVENT_SOURCE,
    async handle({ detail }) {
      const event = FleetmedicEvent.parse(detail);
      for (const listener of listeners) listener(event);
    },
  });
  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
