// Detection states that are kept in memory only: a backtest or a day of a story is never taken up again, and writing them
// down after every minute would be a good part of its work.

import type { WatchStore } from '#application/ports/telemetry.ts';
import type { ServiceWatch } from '#domain/detection/service-watch.ts';
import type { ServiceId } from '#domain/ids.ts';

/** An empty store. As every other, it refuses a write over a version that was not the one read. */
export function memoryWatches(): WatchStore {
  const watches = new Map<ServiceId, ServiceWatch>();
  return {
    async load(serviceId) {
      return watches.get(serviceId);
    },
    async save(watch, seen) {
      if (watches.get(watch.serviceId)?.version !== seen?.version) return false;
      watches.set(watch.serviceId, watch);
      return true;
    },
  };
}
