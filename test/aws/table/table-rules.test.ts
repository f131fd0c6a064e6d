// What only the table can get wrong: pages, batches, months, expiry, lost answers and other writers.

import {
  type BatchGetItemCommandOutput,
  DynamoDBClient,
  PutItemCommand,
  TransactionCanceledException,
  TransactionConflictException,
} from '@aws-sdk/client-dynamodb';
import { expect, it } from 'vitest';
import { makeClient } from '#adapters/aws/clients.ts';
import { makeTableStores } from '#adapters/aws/table/stores.ts';
import { digestOf } from '#contracts/digest.ts';
import { AUDIT_HEAD_KEY } from '#contracts/table-keys.ts';
import type { AuditEntry } from '#domain/audit/audit.ts';
import { verifyChain } from '#domain/audit/chain.ts';
import { AnomalyId, Instant, PlanId, ServiceId } from '#domain/ids.ts';
import {
  approval,
  at,
  auditRecord,
  CHECKOUT,
  CHECKOUT_ECS,
  capture,
  healthRecord,
  INCIDENT,
  incident,
  manualClock,
  minute,
  outcome,
  plan,
  timelineEntry,
} from '../../builders.ts';
import { describeAws } from '../place.ts';
import { temporaryTable } from '../table-subject.ts';

const DAY_SECONDS = 86_400;

/** What happens to each attempt of a call. */
type Interference = <Answer>(send: () => Promise<Answer>, command: string) => Promise<Answer>;

async function openStores(interfere: Interference = (send) => send()) {
  const { client, name } = await temporaryTable();
  const clock = manualClock();
  client.middlewareStack.add(
    (next, context) => (args) => interfere(() => next(args), context.commandName ?? ''),
    {
      step: 'finalizeRequest',
      priority: 'low',
      name: 'interference',
    },
  );
  return { stores: makeTableStores({ client, name }, clock), clock, client, name };
}

/** Turns the answer to a batch into one in which nothing was read. */
function leaveOut({ output }: { output: BatchGetItemCommandOutput }): void {
  const [[table, items] = ['', []]] = Object.entries(output.Responses ?? {});
  const Keys = items.map(({ pk = { S: '' }, sk = { S: '' } }) => ({ pk, sk }));
  Object.assign(output, { Responses: {}, UnprocessedKeys: { [table]: { Keys, ConsistentRead: true } } });
}

describeAws('over DynamoDB', () => {
  it('a list longer than a page is read to its end, in order', async () => {
    const { stores } = await openStores();
    const text = 'x'.repeat(300_000);
    for (const position of [1, 2, 3, 4, 5]) {
      await stores.incidents.addTimeline(timelineEntry({ summary: `${position}`, detail: { text } }));
    }

    const entries = await stores.incidents.timeline(INCIDENT);

    expect(entries.map(({ summary }) => summary)).toEqual(['1', '2', '3', '4', '5']);
  });

  it('more open incidents than a batch holds are all listed', async () => {
    const { stores } = await openStores();
    const incidents = Array.from({ length: 130 }, (_, index) => incident({ openedAt: minute(index) }));
    for (const each of incidents) await stores.incidents.create(each);

    expect(await stores.incidents.listOpen()).toEqual(incidents);
  });

  it('incidents and outcomes of earlier months are listed too', async () => {
    const { stores, clock } = await openStores();
    await stores.incidents.create(incident({ version: 1 }));
    await stores.incidents.replace(incident({ version: 2, state: 'resolved', closedAt: minute(9) }));
    await stores.outcomes.put(outcome());
    clock.advance(60 * DAY_SECONDS);

    expect(await stores.incidents.listSince(minute(0))).toMatchObject([{ state: 'resolved' }]);
    expect(await stores.outcomes.listSince(minute(0))).toEqual([outcome()]);
  });

  it('what has expired is not there, though nobody has deleted it', async () => {
    const { stores, clock } = await openStores();
    await stores.health.put(healthRecord());
    await stores.incidents.create(incident({ version: 1 }));
    expect(await stores.receipts.claim('signed', at(60))).toBe(true);

    clock.advance(500 * DAY_SECONDS);

    expect(await stores.health.latest(CHECKOUT)).toBeUndefined();
    expect(await stores.receipts.claim('signed', at(501 * DAY_SECONDS))).toBe(true);
    expect(await stores.incidents.listOpen()).toHaveLength(1);
  });

  it('a closed incident is kept as long as the settings say', async () => {
    const { stores, clock } = await openStores();
    await stores.incidents.create(incident({ version: 1 }));
    await stores.incidents.replace(incident({ version: 2, state: 'resolved' }));

    clock.advance(454 * DAY_SECONDS);
    expect(await stores.incidents.find(INCIDENT)).toBeDefined();
    clock.advance(2 * DAY_SECONDS);
    expect(await stores.incidents.find(INCIDENT)).toBeUndefined();
  });

  it('grants a lease to one of twenty callers, and raises its token at every change of hands', async () => {
    const { stores } = await openStores();
    const tokens: number[] = [];
    for (let round = 0; round < 3; round++) {
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, caller) => {
          const executionId = incident({ serviceId: ServiceId.parse(`s${caller}`) }).executionId;
          return stores.leases.acquire({ resourceId: CHECKOUT_ECS, executionId });
        }),
      );
      const granted = answers.flatMap((answer) => (answer.ok ? [answer.value] : []));
      expect(granted).toHaveLength(1);
      for (const lease of granted) {
        tokens.push(lease.fencingToken);
        await stores.leases.release(lease);
      }
    }

    expect(tokens).toEqual([1, 2, 3]);
    expect(await stores.leases.listHeld()).toEqual([]);
  });

  it('chains without a gap what twelve writers append at once', async () => {
    const { stores } = await openStores();

    await Promise.all(
      Array.from({ length: 12 }, (_, index) => stores.audit.append(auditRecord({ subject: `${index}` }))),
    );

    const entries = await stores.audit.read(1, 100);
    expect(verifyChain(entries, digestOf)).toMatchObject({ ok: true, value: { sequence: 12 } });
  });

  it('goes on with the audit log in a new partition when one is full', async () => {
    const { stores, client, name } = await openStores();
    const before: AuditEntry = { sequence: 9998, record: auditRecord(), previousHash: '', hash: '' };
    const { pk, sk } = AUDIT_HEAD_KEY;
    const head = {
      pk: { S: pk },
      sk: { S: sk },
      version: { N: '9998' },
      body: { S: JSON.stringify(before) },
    };
    await client.send(new PutItemCommand({ TableName: name, Item: head }));

    for (const subject of ['a', 'b', 'c']) await stores.audit.append(auditRecord({ subject }));

    const entries = await stores.audit.read(9999, 10);
    expect(entries.map(({ sequence }) => sequence)).toEqual([9999, 10_000, 10_001]);
    expect(await stores.audit.read(9999, 2)).toHaveLength(2);
  });

  it('lists what happened in the same moment in a fixed order', async () => {
    const { stores } = await openStores();
    for (const name of ['b', 'c', 'a']) {
      const each = incident({ serviceId: ServiceId.parse(name) });
      await stores.incidents.create(each);
      await stores.outcomes.put(outcome({ incidentId: each.incidentId }));
    }

    const incidents = await stores.incidents.listSince(minute(0));
    const outcomes = await stores.outcomes.listSince(minute(0));

    expect(incidents.map(({ serviceId }) => serviceId)).toEqual(['c', 'b', 'a']);
    expect(outcomes.map(({ incidentId }) => incidentId)).toEqual(
      incidents.map(({ incidentId }) => incidentId),
    );
  });

  it('finds nothing under an id of another shape, and stores no plan under one', async () => {
    const { stores } = await openStores();
    const planId = PlanId.parse('restart-it');

    expect(await stores.anomalies.find(AnomalyId.parse('strange'))).toBeUndefined();
    expect(await stores.plans.find(planId)).toBeUndefined();
    await expect(stores.plans.put(plan({ planId }))).rejects.toMatchObject({ name: 'InvalidInputError' });
  });

  it('a write whose answer was lost, and that was sent again, does not lose against itself', async () => {
    let isLost = true;
    const { stores } = await openStores(async (send, command) => {
      if (isLost && /^(Put|Transact)/.test(command)) await send();
      return send();
    });

    await stores.captures.create(capture());
    await stores.incidents.create(incident());
    expect(await stores.outcomes.put(outcome())).toBe(true);
    expect(await stores.approvals.create(approval())).toBeUndefined();

    isLost = false;
    await expect(stores.captures.create(capture())).rejects.toMatchObject({ name: 'ConflictError' });
  });

  it('a write that meets a transaction in progress is tried again, and given up after some time', async () => {
    let conflicts = 2;
    const { stores } = await openStores(async (send, command) => {
      if (command !== 'PutItemCommand' || conflicts-- <= 0) return send();
      throw new TransactionConflictException({ message: 'in progress', $metadata: { httpStatusCode: 400 } });
    });

    await stores.captures.create(capture());
    expect(await stores.captures.listOf(capture().executionId)).toEqual([capture()]);

    conflicts = 100;
    await expect(stores.captures.complete(capture())).rejects.toMatchObject({ name: 'RetryableError' });
  });

  it('a transaction that was cancelled for a reason that passes is tried again; for another one it is not', async () => {
    const codes = ['TransactionConflict', 'ThrottlingError', 'ValidationError'];
    const { stores } = await openStores(async (send, command) => {
      const Code = command === 'TransactWriteItemsCommand' ? codes.shift() : undefined;
      if (Code === undefined) return send();
      throw new TransactionCanceledException({
        message: Code,
        CancellationReasons: [{ Code: 'None' }, { Code }],
        $metadata: { httpStatusCode: 400 },
      });
    });

    await expect(stores.incidents.create(incident())).rejects.toMatchObject({ name: 'RejectedError' });
    expect(await stores.incidents.listOpen()).toEqual([]);

    await stores.incidents.create(incident());
    expect(await stores.incidents.listOpen()).toEqual([incident()]);
  });

  it('what a throttled batch left out is asked for again', async () => {
    let asked = 0;
    const { stores } = await openStores(async (send, command) => {
      const answer = await send();
      if (command === 'BatchGetItemCommand' && asked++ === 0)
        leaveOut(answer as { output: BatchGetItemCommandOutput });
      return answer;
    });
    await stores.incidents.create(incident());

    expect(await stores.incidents.listOpen()).toEqual([incident()]);
    expect(asked).toBe(2);
  });

  it('keeps an open incident that the index has not heard of yet in what was seen since', async () => {
    const { stores } = await openStores();
    await stores.incidents.create(incident({ openedAt: Instant.parse(minute(50 * 24 * 60)) }));

    expect(await stores.incidents.listSince(minute(0))).toHaveLength(1);
  });

  it('says which table it could not use when there is none', async () => {
    const stores = makeTableStores(
      { client: makeClient(DynamoDBClient), name: 'no-such-table' },
      manualClock(),
    );

    await expect(stores.budget.find()).rejects.toMatchObject({
      name: 'RejectedError',
      message: expect.stringContaining('read budget from table no-such-table'),
    });
    await expect(stores.captures.create(capture())).rejects.toMatchObject({ name: 'RejectedError' });
    await expect(stores.incidents.create(incident())).rejects.toMatchObject({ name: 'RejectedError' });
  });
});
