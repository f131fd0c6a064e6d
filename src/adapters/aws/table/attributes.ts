// Items of the table as plain values, and as DynamoDB wants them written. Few attributes, of three types: what a noun
// holds is JSON in `body`, and the attributes beside it are there to be searched and to be conditions.

import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { TableKey } from '#contracts/table-keys.ts';

export type Value = string | number | Uint8Array;

/** An item; an attribute that is undefined is left out. */
export type Item = TableKey & Readonly<Record<string, Value | undefined>>;

export type Attributes = Record<string, AttributeValue>;

/** The attributes of an item, or of its key alone. */
export function toAttributes(values: Readonly<Record<string, Value | undefined>>): Attributes {
  const attributes: Attributes = {};
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined) attributes[name] = toAttribute(value);
  }
  return attributes;
}

/** One value in DynamoDB's notation. */
export function toAttribute(value: Value): AttributeValue {
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'number') return { N: String(value) };
  return { B: value };
}

/** The item that DynamoDB sent. */
export function fromAttributes(attributes: Readonly<Attributes>): Item {
  const values: Record<string, Value> = {};
  for (const [name, { S, N, B }] of Object.entries(attributes)) {
    const value = S ?? B ?? (N === undefined ? undefined : Number(N));
    if (value !== undefined) values[name] = value;
  }
  return { ...values, pk: String(values['pk']), sk: String(values['sk']) };
}

/** The key of an item without the rest of it. */
export function keyOf({ pk, sk }: TableKey): TableKey {
  return { pk, sk };
}

/** The numbers of an item that are added up, without its key. */
export function sumsOf(item: Item): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(item).filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
  );
}
