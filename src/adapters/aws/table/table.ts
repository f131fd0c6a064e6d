// The table as the stores see it: consistent reads, and writes that say whether their condition held.

import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Clock } from '#application/ports/telemetry.ts';
import { Settings } from '#contracts/settings.ts';
import type { KeyRange, TableKey } from '#contracts/table-keys.ts';
import type { ListRange } from '#contracts/table-lists.ts';
import type { Item } from './attributes.ts';
import { type Expiries, expiriesFor } from './expiry.ts';
import { listKeys, readAll, readOne, readRange, type Selection } from './reads.ts';
import { countOne, type Write, type Written, writeAll } from './writes.ts';

/** A table and the client to reach it with; the composition root makes both once per process. */
export interface TableHandle {
  readonly client: DynamoDBClient;
  readonly name: string;
  /** Days that each kind of data is kept; as in a document of settings that says nothing of it, when absent. */
  readonly retention?: Settings['retention'];
}

/** What reading and writing need. */
export interface TableContext {
  readonly client: DynamoDBClient;
  readonly name: string;
  readonly clock: Clock;
}

export interface Table {
  /** When items that are written now expire. */
  readonly expiries: Expiries;
  /** Read consistently; undefined when there is none, or it has expired. */
  get(key: TableKey): Promise<Item | undefined>;
  /** In the order of the keys; those that are not there are left out. */
  getAll(keys: readonly TableKey[]): Promise<readonly Item[]>;
  /** In the order of the sort keys, read consistently; nothing when the range is undefined, that is empty. */
  query(range: KeyRange | undefined, selection?: Selection): Promise<readonly Item[]>;
  /** Keys of one list of the index, oldest first: up to about a second behind the table. */
  listKeys(range: ListRange): Promise<readonly TableKey[]>;
  /** All of the writes or none; not written when a condition did not hold. */
  write(...writes: readonly Write[]): Promise<Written>;
  /** The next number of a counter: 1 at first, and never the same twice. */
  count(key: TableKey, counter: string): Promise<number>;
}

/** Opens a table that exists; nothing is read or written yet. */
export function openTable({ client, name, retention }: TableHandle, clock: Clock): Table {
  const context: TableContext = { client, name, clock };
  const expiries = expiriesFor(retention ?? Settings.shape.retention.parse(undefined), clock);
  return {
    expiries,
    get: (key) => readOne(context, key),
    getAll: (keys) => readAll(context, keys),
    query: async (range, selection) => (range ? readRange(context, range, selection) : []),
    listKeys: (range) => listKeys(context, range),
    write: (...writes) => writeAll(context, writes),
    count: (key, counter) => countOne(context, { key, counter, expiry: expiries.incidentPart() }),
  };
}
