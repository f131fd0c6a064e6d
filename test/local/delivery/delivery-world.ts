// Queue, bus and schedules over one database and one virtual timeline, with what they report.

import type { DatabaseSync } from 'node:sqlite';
import { openDatabase } from '#adapters/sqlite/database.ts';
import { sqliteMessageStore } from '#adapters/sqlite/message-store.ts';
import { sqliteTickStore } from '#adapters/sqlite/tick-store.ts';
import type { DeliveryFailure } from '#local/delivery/channel.ts';
import type { Disturbance } from '#local/delivery/disturbance.ts';
import { virtualTimeline } from '#local/timeline.ts';
import { NOON } from '../../builders.ts';

export interface WorldOptions {
  readonly database?: DatabaseSync;
  readonly startAt?: typeof NOON;
  readonly disturb?: Disturbance;
}

/** A process; a second one over the same database is what comes after a kill. */
export function deliveryWorld({
  database = openDatabase(':memory:'),
  startAt = NOON,
  disturb,
}: WorldOptions = {}) {
  const timeline = virtualTimeline(startAt);
  const failures: DeliveryFailure[] = [];
  const deps = {
    timeline,
    messages: sqliteMessageStore(database),
    ticks: sqliteTickStore(database),
    report: (failure: DeliveryFailure) => void failures.push(failure),
    ...(disturb ? { disturb } : {}),
  };
  return { database, timeline, failures, deps };
}
