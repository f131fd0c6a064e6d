// Pointers: small items that make up a list in the table itself, written in the transaction that changes what they point
// to. Unlike the index they are read consistently, so rules may depend on them.

import type * as z from 'zod/mini';
import type { TableKey } from '#contracts/table-keys.ts';
import type { Item } from './attributes.ts';

/** A pointer to the noun with this id. */
export function pointerItem(key: TableKey, id: string): Item {
  return { ...key, id };
}

/** The ids that pointers hold, in their order. */
export function pointedIds<Id extends z.ZodMiniType>(schema: Id, pointers: readonly Item[]): z.infer<Id>[] {
  return pointers.map((pointer) => schema.parse(pointer['id']));
}
