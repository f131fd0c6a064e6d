// How long each kind of item is kept (C15). DynamoDB deletes some time after an item's hour, so readers look at the hour
// too. What bounds itself has none: watches and poll states (one per service), leases (their token must never be
// forgotten), the budget, track records, and the audit log, for a chain is only worth something whole.

import type { Clock } from '#application/ports/telemetry.ts';
import type { Settings } from '#contracts/settings.ts';
import { TABLE_KEYS } from '#contracts/table-keys.ts';
import type { Instant } from '#domain/ids.ts';
import type { Item } from './attributes.ts';

const DAY_SECONDS = 86_400;

/** The attribute by which DynamoDB deletes; spread into an item. */
export type Expiry = { readonly [TABLE_KEYS.ttl]: number };

export interface Expiries {
  health(at: Instant): Expiry;
  anomaly(at: Instant): Expiry;
  change(at: Instant): Expiry;
  /** Of an incident that has ended; an open one never expires. */
  incident(seenAt: Instant): Expiry;
  /** Of what belongs to an incident and is written now. */
  incidentPart(): Expiry;
}

/** The expiries under one set of retention settings. */
export function expiriesFor(retention: Settings['retention'], clock: Clock): Expiries {
  return {
    health: (at) => daysAfter(at, retention.healthDays),
    anomaly: (at) => daysAfter(at, retention.anomalyDays),
    change: (at) => daysAfter(at, retention.changeDays),
    incident: (seenAt) => daysAfter(seenAt, retention.incidentDays),
    incidentPart: () => daysAfter(clock.now(), retention.incidentDays),
  };
}

/** An item that is to be gone at a moment. */
export function expiringAt(at: Instant): Expiry {
  return { [TABLE_KEYS.ttl]: Math.ceil(at / 1000) };
}

function daysAfter(at: Instant, days: number): Expiry {
  return { [TABLE_KEYS.ttl]: Math.ceil(at / 1000) + days * DAY_SECONDS };
}

/** Whether an item's time is over, though DynamoDB has not deleted it yet. */
export function isExpired(item: Item, now: Instant): boolean {
  const expiresAtSeconds = item[TABLE_KEYS.ttl];
  return typeof expiresAtSeconds === 'number' && expiresAtSeconds * 1000 <= now;
}
