// Items whose noun is kept as JSON in the attribute `body`; the attributes beside it are keys, conditions and expiry.

import * as z from 'zod/mini';
import type { Item } from './attributes.ts';

/** The attribute of a noun. */
export function bodyOf(noun: object): { readonly body: string } {
  return { body: JSON.stringify(noun) };
}

/** The noun of an item, validated; undefined where there is no item. */
export function readBody<Schema extends z.ZodMiniType>(
  schema: Schema,
  item: Item | undefined,
): z.infer<Schema> | undefined {
  return item && schema.parse(JSON.parse(String(item['body'])));
}

/** The nouns of all items, validated, in their order. */
export function readBodies<Schema extends z.ZodMiniType>(
  schema: Schema,
  items: readonly Item[],
): readonly z.infer<Schema>[] {
  return z.array(schema).parse(items.map((item) => JSON.parse(String(item['body']))));
}

/** The noun of an item that only this program writes and that is too often read to be validated again. */
export function trustBody<Noun>(item: Item): Noun {
  const noun: Noun = JSON.parse(String(item['body']));
  return noun;
}
