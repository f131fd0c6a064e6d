// The keys of what models are known by in the one table: beside table-keys.ts the only place where they are built.

import { type KeyRange, type TableKey, timeOf } from '#contracts/table-keys.ts';
import type { Instant, ServiceId } from '#domain/ids.ts';

const MODELS = 'models';
/** Sorts after every time. */
const LAST_TIME = '~';

export const MODEL_RANGE: KeyRange = { pk: MODELS };

export function modelKey(name: string): TableKey {
  return { pk: MODELS, sk: name };
}

/** What a model has said on a day (`2026-11-23`): the order of keys is the order in time. */
export function opinionsKey(hash: string, day: string): TableKey {
  return { pk: `opinions#${hash}`, sk: day };
}

export function opinionsRange(hash: string): KeyRange {
  return { pk: `opinions#${hash}` };
}

/** What came of what a version of a model said, on a day. */
export function outcomesKey(hash: string, day: string): TableKey {
  return { pk: `outcomes#${hash}`, sk: day };
}

/** From a day on. */
export function outcomesFrom(hash: string, day: string): KeyRange {
  return { pk: `outcomes#${hash}`, within: [day, LAST_TIME] };
}

/** The coming demand of a service: rewritten at every look, so each service has its partition. */
export function demandForecastKey(serviceId: ServiceId): TableKey {
  return { pk: `demand#${serviceId}`, sk: 'demand' };
}

/** What two versions of a model would have said of a service: written at every poll, so each service has its partition. */
export function tallyKey(modelName: string, serviceId: ServiceId): TableKey {
  return { pk: `tally#${serviceId}`, sk: modelName };
}

/** What came of what two versions of a model said of a service that no incident tells of: beside its other comparisons. */
export function ledgerKey(modelName: string, serviceId: ServiceId): TableKey {
  return { pk: `ledger#${serviceId}`, sk: modelName };
}

const PATTERNS = 'patterns';
const CORRELATIONS = 'correlations';
export const PATTERN_RANGE: KeyRange = { pk: PATTERNS };

/** What was mined at a moment; one a day. */
export function patternKey(minedAt: Instant): TableKey {
  return { pk: PATTERNS, sk: timeOf(minedAt) };
}

/** How services moved together in the hours from a moment on; some a day. */
export function correlationKey(from: Instant): TableKey {
  return { pk: CORRELATIONS, sk: timeOf(from) };
}

/** Windows that began at a moment or later. */
export function correlationsSince(from: Instant): KeyRange {
  return { pk: CORRELATIONS, within: [timeOf(from), LAST_TIME] };
}
