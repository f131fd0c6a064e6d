// The keys of what models are known by in the one table: beside table-keys.ts the only place where they are built.

import type { KeyRange, TableKey } from '#contracts/table-keys.ts';
import type { ServiceId } from '#domain/ids.ts';

const MODELS = 'models';
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

/** What two versions of a model would have said of a service: written at every poll, so each service has its partition. */
export function tallyKey(modelName: string, serviceId: ServiceId): TableKey {
  return { pk: `tally#${serviceId}`, sk: modelName };
}
