// The keys of what was said of failures to come in the one table: beside table-keys.ts the only place where they are built.

import { type KeyRange, type TableKey, timeOf } from '#contracts/table-keys.ts';
import type { Instant, ServiceId } from '#domain/ids.ts';

const ofForesight = (serviceId: ServiceId) => `foresight#${serviceId}`;

export function outlookKey(serviceId: ServiceId): TableKey {
  return { pk: ofForesight(serviceId), sk: 'outlook' };
}

/** All that was said of a service at one moment. */
export function predictionsKey(serviceId: ServiceId, madeAt: Instant): TableKey {
  return { pk: ofForesight(serviceId), sk: `said#${timeOf(madeAt)}` };
}

/** `from <= madeAt < to`; undefined when no moment is between, for DynamoDB refuses an empty range. */
export function predictionsPeriod(serviceId: ServiceId, from: Instant, to: Instant): KeyRange | undefined {
  if (from >= to) return undefined;
  return { pk: ofForesight(serviceId), within: [`said#${timeOf(from)}`, `said#${timeOf(to - 1)}`] };
}

const SCORES = 'prediction-scores';

/** The scores of one day (`2026-11-23`): the order of keys is the order in time. */
export function scoresKey(day: string): TableKey {
  return { pk: SCORES, sk: day };
}

/** From a day on; the year 9999 is after all of them. */
export function scoresFrom(day: string): KeyRange {
  return { pk: SCORES, within: [day, '9999'] };
}
