// Writing to the table. A condition that did not hold is a value; a write that met another one in progress is tried
// again; and one whose answer was lost is known as one's own by its mark, so that it does not lose a race against itself.

import { randomUUID } from 'node:crypto';
import {
  ConditionalCheckFailedException,
  PutItemCommand,
  TransactionCanceledException,
  TransactionConflictException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { TABLE_KEYS, type TableKey } from '#contracts/table-keys.ts';
import { RetryableError } from '#domain/errors.ts';
import { calling, translateError } from '../errors.ts';
import { fromAttributes, type Item, toAttribute, toAttributes } from './attributes.ts';
import { type Condition, conditionInput } from './condition.ts';
import type { Expiry } from './expiry.ts';
import { pauseAfter } from './pause.ts';
import type { TableContext } from './table.ts';

export type Write =
  | { readonly kind: 'put'; readonly item: Item; readonly condition?: Condition }
  | { readonly kind: 'remove'; readonly key: TableKey }
  /** Adds to numbers of an item, which is made where it is missing. */
  | { readonly kind: 'add'; readonly key: TableKey; readonly amounts: Readonly<Record<string, number>> };

/** `existing`: what did not meet the condition. */
export type Written =
  | { readonly isWritten: true }
  | { readonly isWritten: false; readonly existing: Item | undefined };

const WRITTEN: Written = { isWritten: true };

/** An item that takes the place of what is under its key. */
export function put(item: Item, condition?: Condition): Write {
  return condition ? { kind: 'put', item, condition } : { kind: 'put', item };
}

/** All of the writes or none: a single put as it is, more as a transaction. */
export async function writeAll(context: TableContext, writes: readonly Write[]): Promise<Written> {
  const [only, ...others] = writes;
  const isSinglePut = only?.kind === 'put' && others.length === 0;
  return untilSettled(`write to table ${context.name}`, () =>
    isSinglePut ? putOne(context, only) : transact(context, writes),
  );
}

/** Adds one to a counter and returns it. */
export async function countOne(
  { client, name }: TableContext,
  { key, counter, expiry }: { readonly key: TableKey; readonly counter: string; readonly expiry: Expiry },
): Promise<number> {
  const command = new UpdateItemCommand({
    TableName: name,
    Key: toAttributes({ ...key }),
    UpdateExpression: 'ADD #counter :one SET #ttl = :ttl',
    ExpressionAttributeNames: { '#counter': counter, '#ttl': TABLE_KEYS.ttl },
    ExpressionAttributeValues: toAttributes({ ':one': 1, ':ttl': expiry[TABLE_KEYS.ttl] }),
    ReturnValues: 'UPDATED_NEW',
  });
  const { Attributes } = await calling(`count ${counter} of ${key.pk}`, () => client.send(command));
  return Number(Attributes?.[counter]?.N);
}

/** A transaction that holds an item for longer than this, with the pauses between, is no conflict but an outage. */
const MOST_ATTEMPTS = 8;

async function untilSettled(what: string, attempt: () => Promise<Written | undefined>): Promise<Written> {
  for (let attempts = 1; attempts <= MOST_ATTEMPTS; attempts++) {
    const written = await attempt();
    if (written) return written;
    await pauseAfter(attempts);
  }
  throw new RetryableError(
    `Could not ${what}: other writers held its items ${MOST_ATTEMPTS} times in a row; try again`,
  );
}

/** Undefined when a transaction in progress held the item. */
async function putOne(
  { client, name }: TableContext,
  { item, condition }: Extract<Write, { kind: 'put' }>,
): Promise<Written | undefined> {
  const writeMark = randomUUID();
  const command = new PutItemCommand({
    TableName: name,
    Item: toAttributes({ ...item, writeMark }),
    ...conditionInput(condition),
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });
  try {
    await client.send(command);
    return WRITTEN;
  } catch (error) {
    if (error instanceof TransactionConflictException) return undefined;
    if (!(error instanceof ConditionalCheckFailedException))
      throw translateError(error, `write ${item.pk} to table ${name}`);
    const existing = error.Item && fromAttributes(error.Item);
    return existing?.['writeMark'] === writeMark ? WRITTEN : { isWritten: false, existing };
  }
}

/** Undefined when it met another transaction. The SDK sends a token with it, so that a repeated call counts once. */
async function transact(
  { client, name }: TableContext,
  writes: readonly Write[],
): Promise<Written | undefined> {
  const command = new TransactWriteItemsCommand({
    TransactItems: writes.map((write) => toTransactItem(name, write)),
  });
  try {
    await client.send(command);
    return WRITTEN;
  } catch (error) {
    if (!(error instanceof TransactionCanceledException))
      throw translateError(error, `write to table ${name}`);
    return judgeCancellation(name, error);
  }
}

/** Reasons that pass by themselves. */
const PASSING = new Set(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded']);

function judgeCancellation(name: string, error: TransactionCanceledException): Written | undefined {
  const reasons = error.CancellationReasons ?? [];
  const unmet = reasons.find(({ Code }) => Code === 'ConditionalCheckFailed');
  if (unmet) return { isWritten: false, existing: unmet.Item && fromAttributes(unmet.Item) };
  if (reasons.some(({ Code }) => Code !== undefined && PASSING.has(Code))) return undefined;
  throw translateError(error, `write to table ${name}`);
}

function toTransactItem(TableName: string, write: Write): TransactWriteItem {
  switch (write.kind) {
    case 'put': {
      const { item, condition } = write;
      const Put = { TableName, Item: toAttributes(item), ...conditionInput(condition) };
      return { Put: { ...Put, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } };
    }
    case 'remove':
      return { Delete: { TableName, Key: toAttributes({ ...write.key }) } };
    case 'add':
      return { Update: { TableName, Key: toAttributes({ ...write.key }), ...additionInput(write.amounts) } };
  }
}

function additionInput(amounts: Readonly<Record<string, number>>) {
  const names = Object.keys(amounts);
  return {
    UpdateExpression: `ADD ${names.map((name) => `#${name} :${name}`).join(', ')}`,
    ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
    ExpressionAttributeValues: Object.fromEntries(
      Object.entries(amounts).map(([name, amount]) => [`:${name}`, toAttribute(amount)]),
    ),
  };
}
