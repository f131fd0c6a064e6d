// Reading the table: every read of it is consistent, every page is read to the last, and what has expired is not there.

import {
  BatchGetItemCommand,
  GetItemCommand,
  QueryCommand,
  type QueryCommandInput,
} from '@aws-sdk/client-dynamodb';
import type { KeyRange, TableKey } from '#contracts/table-keys.ts';
import { TABLE_KEYS } from '#contracts/table-keys.ts';
import type { ListRange } from '#contracts/table-lists.ts';
import { RetryableError } from '#domain/errors.ts';
import { calling } from '../errors.ts';
import { type Attributes, fromAttributes, type Item, keyOf, toAttributes } from './attributes.ts';
import { isExpired } from './expiry.ts';
import { pauseAfter } from './pause.ts';
import type { TableContext } from './table.ts';

/** How much of a range is wanted, and from which end. */
export interface Selection {
  readonly order?: 'newest-first';
  readonly limit?: number;
}

/** One item; undefined when there is none. */
export async function readOne(context: TableContext, key: TableKey): Promise<Item | undefined> {
  const { client, name: TableName } = context;
  const command = new GetItemCommand({ TableName, Key: toAttributes({ ...key }), ConsistentRead: true });
  const { Item } = await calling(`read ${key.pk} from table ${TableName}`, () => client.send(command));
  return Item && liveOnes(context, [Item])[0];
}

/** The items of a range. */
export async function readRange(
  context: TableContext,
  { pk, within }: KeyRange,
  { order, limit }: Selection = {},
): Promise<readonly Item[]> {
  const [first, last] = within ?? [];
  const attributes = await queryAll(context, {
    TableName: context.name,
    ConsistentRead: true,
    KeyConditionExpression: within ? 'pk = :pk AND sk BETWEEN :first AND :last' : 'pk = :pk',
    ExpressionAttributeValues: toAttributes({ ':pk': pk, ':first': first, ':last': last }),
    ScanIndexForward: order !== 'newest-first',
    Limit: limit,
  });
  return liveOnes(context, attributes);
}

/** The keys of a list in the index, which cannot be read consistently. */
export async function listKeys(
  context: TableContext,
  { list, from }: ListRange,
): Promise<readonly TableKey[]> {
  const attributes = await queryAll(context, {
    TableName: context.name,
    IndexName: TABLE_KEYS.index,
    KeyConditionExpression: '#list = :list AND #sort >= :from',
    ExpressionAttributeNames: { '#list': TABLE_KEYS.list, '#sort': TABLE_KEYS.listSort },
    ExpressionAttributeValues: toAttributes({ ':list': list, ':from': from }),
  });
  return attributes.map((each) => keyOf(fromAttributes(each)));
}

/** Reads page after page, until the last one or until `Limit` items are there. */
async function queryAll({ client }: TableContext, query: QueryCommandInput): Promise<readonly Attributes[]> {
  const found: Attributes[] = [];
  const limit = query.Limit ?? Number.POSITIVE_INFINITY;
  let start: Attributes | undefined;
  do {
    const command = new QueryCommand({ ...query, ExclusiveStartKey: start });
    const page = await calling(`query table ${query.TableName}`, () => client.send(command));
    found.push(...(page.Items ?? []));
    start = page.LastEvaluatedKey;
  } while (start && found.length < limit);
  return found.slice(0, limit);
}

/** The most that DynamoDB reads in one batch. */
const BATCH_SIZE = 100;
/** Throttled remainders are asked for again so often; with the pauses between, about three seconds. */
const BATCH_ATTEMPTS = 10;

/** Many items by their keys, in the order of these. */
export async function readAll(context: TableContext, keys: readonly TableKey[]): Promise<readonly Item[]> {
  const batches: Promise<readonly Attributes[]>[] = [];
  for (let first = 0; first < keys.length; first += BATCH_SIZE) {
    batches.push(readBatch(context, keys.slice(first, first + BATCH_SIZE)));
  }
  const items = liveOnes(context, (await Promise.all(batches)).flat());
  const byKey = new Map(items.map((item) => [nameOf(item), item]));
  return keys.flatMap((key) => byKey.get(nameOf(key)) ?? []);
}

async function readBatch(
  { client, name }: TableContext,
  keys: readonly TableKey[],
): Promise<readonly Attributes[]> {
  const found: Attributes[] = [];
  let wanted: Attributes[] = keys.map((key) => toAttributes({ ...key }));
  for (let attempt = 1; attempt <= BATCH_ATTEMPTS; attempt++) {
    const command = new BatchGetItemCommand({
      RequestItems: { [name]: { Keys: wanted, ConsistentRead: true } },
    });
    const answer = await calling(`read ${wanted.length} items of table ${name}`, () => client.send(command));
    found.push(...(answer.Responses?.[name] ?? []));
    wanted = answer.UnprocessedKeys?.[name]?.Keys ?? [];
    if (wanted.length === 0) return found;
    await pauseAfter(attempt);
  }
  throw new RetryableError(
    `Could not read ${wanted.length} items of table ${name} now: AWS is throttling; try again`,
  );
}

function nameOf({ pk, sk }: TableKey): string {
  return JSON.stringify([pk, sk]);
}

function liveOnes({ clock }: TableContext, attributes: readonly Attributes[]): readonly Item[] {
  const now = clock.now();
  return attributes.map(fromAttributes).filter((item) => !isExpired(item, now));
}
