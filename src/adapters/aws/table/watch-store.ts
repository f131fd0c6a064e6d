// The rolling detection state of each service in the table: written every minute, so in two items, of which only the
// small one is written as long as the hour lasts. A writer must have read the version that it writes over.

import type { WatchStore } from '#application/ports/telemetry.ts';
import { type Round, winRace } from '#application/recovery/win-race.ts';
import { watchKey, watchRange } from '#contracts/table-keys.ts';
import type { ServiceWatch } from '#domain/detection/service-watch.ts';
import type { ServiceId } from '#domain/ids.ts';
import type { Item } from './attributes.ts';
import { ABSENT, versionIs } from './condition.ts';
import type { Table } from './table.ts';
import { compress, joinWatch, splitWatch } from './watch-parts.ts';
import { put } from './writes.ts';

/** The store over an open table. */
export function tableWatchStore(table: Table): WatchStore {
  return {
    async load(serviceId) {
      return winRace(`the watch of ${serviceId}`, () => readParts(table, serviceId));
    },
    async save(watch, seen) {
      const { serviceId, version } = watch;
      const { minute, hour, hourMark } = splitWatch(watch);
      const minuteItem = { ...watchKey(serviceId, 'minute'), version, hourMark, part: compress(minute) };
      const minutePut = put(minuteItem, seen ? versionIs(seen.version) : ABSENT);
      const isSameHour = seen !== undefined && splitWatch(seen).hourMark === hourMark;
      if (isSameHour) return (await table.write(minutePut)).isWritten;
      const hourItem = { ...watchKey(serviceId, 'hour'), hourMark, part: compress(hour) };
      return (await table.write(minutePut, put(hourItem))).isWritten;
    },
  };
}

/** A query is no snapshot: parts of two versions are read again. */
async function readParts(table: Table, serviceId: ServiceId): Promise<Round<ServiceWatch | undefined>> {
  const items = await table.query(watchRange(serviceId));
  const minute = findPart(items, watchKey(serviceId, 'minute').sk);
  const hour = findPart(items, watchKey(serviceId, 'hour').sk);
  if (minute?.hourMark !== hour?.hourMark) return undefined;
  return { value: minute && hour && joinWatch(minute.part, hour.part) };
}

function findPart(items: readonly Item[], sk: string) {
  const item = items.find((each) => each.sk === sk);
  const part = item?.['part'];
  return part instanceof Uint8Array ? { part, hourMark: item?.['hourMark'] } : undefined;
}
