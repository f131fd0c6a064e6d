// Embedded stores for the views' tests, at noon.

import { openDatabase } from '#adapters/sqlite/database.ts';
import { makeSqliteStores } from '#adapters/sqlite/stores.ts';
import type { Settings } from '#contracts/settings.ts';
import type { ServiceId } from '#domain/ids.ts';
import { CHECKOUT, manualClock, NOON, serviceWatch, settings } from '../../builders.ts';

/** Empty stores, a clock that stands at noon, and the settings. */
export function makeViewWorld(document: Settings = settings()) {
  const clock = manualClock();
  return {
    ...makeSqliteStores(openDatabase(':memory:'), clock),
    clock,
    settings: { current: async () => document },
  };
}

/** A watch that saw its service last in the minute that ends one minute after noon. */
export function seenWatch(serviceId: ServiceId = CHECKOUT) {
  const watch = serviceWatch({ serviceId });
  return { ...watch, verdict: { ...watch.verdict, seenAt: NOON } };
}
