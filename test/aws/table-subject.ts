// The stores of the DynamoDB table as subjects of the contract suites: each in a table of its own.

import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { makeClient } from '#adapters/aws/clients.ts';
import { makeTableStores } from '#adapters/aws/table/stores.ts';
import type { Stores } from '#application/ports/stores.ts';
import { manualClock } from '../builders.ts';
import type { MakeSubject } from '../contracts/subject.ts';
import { createTable } from './create-table.ts';

/** A new table, empty but for the keys it is defined with. */
export async function temporaryTable() {
  const client = makeClient(DynamoDBClient);
  const name = `fleetmedic-${randomUUID()}`;
  await createTable(client, name);
  return { client, name };
}

/** One of the stores over a new table; reopened, it has a client of its own. */
export function tableSubject<Store>(pick: (stores: Stores) => Store): MakeSubject<Store> {
  return async () => {
    const { client, name } = await temporaryTable();
    const clock = manualClock();
    return {
      store: pick(makeTableStores({ client, name }, clock)),
      clock,
      reopen: async () => pick(makeTableStores({ client: makeClient(DynamoDBClient), name }, clock)),
    };
  };
}
