import {
  CreateEventBusCommand,
  EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeClient } from '#adapters/aws/clients.ts';
import { eventBridgeBus } from '#adapters/aws/event-bus.ts';
import { snsPager } from '#adapters/aws/pager.ts';
import { sqsPollQueue } from '#adapters/aws/poll-queue.ts';
import type { Page } from '#application/ports/operations.ts';
import { CloudEvent } from '#contracts/cloud-event.ts';
import { EVENT_SOURCE, FleetmedicEvent, PollShard } from '#contracts/events.ts';
import { IncidentId, PlanId, ServiceId } from '#domain/ids.ts';
import { at } from '../builders.ts';
import { startAnsweringServer } from './answering-server.ts';
import { describeAws, useFreshAccount } from './place.ts';

const INCIDENT = IncidentId.parse('inc-checkout-1');
const PAGE: Page = {
  reason: 'escalated',
  incidentId: INCIDENT,
  serviceIds: [ServiceId.parse('checkout')],
  severity: 'SEV-2',
  summary: 'Checkout fails: 40 % errors',
  at: at(0),
};
let accountId = '';

describeAws('over AWS', () => {
  beforeAll(() => {
    accountId = useFreshAccount();
  });

  it('shards of a second pass are held back', async () => {
    const { client, queueUrl } = await createQueue('second-pass');

    await sqsPollQueue({ client, queueUrl }).send(shardsOf(1), 30);
    await sqsPollQueue({ client, queueUrl }).send(shardsOf(2));

    expect(await countsOf(client, queueUrl)).toEqual({ ready: 2, delayed: 1 });
  });

  it('all shards reach the poll queue, however many', async () => {
    const { client, queueUrl } = await createQueue('polls');

    await sqsPollQueue({ client, queueUrl }).send(shardsOf(23));

    const bodies = await receiveAll(client, queueUrl, 23);
    const received = bodies.map((body) => PollShard.parse(JSON.parse(body)).serviceIds[0]);
    expect(received.sort()).toEqual(
      shardsOf(23)
        .map(({ serviceIds }) => serviceIds[0])
        .sort(),
    );
  });

  it('events arrive in the envelope that consumers read', async () => {
    const { client: queue, queueUrl, queueArn } = await createQueue('events');
    const client = makeClient(EventBridgeClient);
    await client.send(new CreateEventBusCommand({ Name: 'fleetmedic' }));
    const rule = { EventBusName: 'fleetmedic', Name: 'all' };
    await client.send(
      new PutRuleCommand({ ...rule, EventPattern: JSON.stringify({ source: [EVENT_SOURCE] }) }),
    );
    await client.send(
      new PutTargetsCommand({
        EventBusName: 'fleetmedic',
        Rule: 'all',
        Targets: [{ Id: 'q', Arn: queueArn }],
      }),
    );

    await eventBridgeBus({ client, busName: 'fleetmedic' }).publish([suggestion(0)]);

    const [body = ''] = await receiveAll(queue, queueUrl, 1);
    const event = CloudEvent.parse(JSON.parse(body));
    expect(event).toMatchObject({ source: EVENT_SOURCE, 'detail-type': 'plan-suggested' });
    expect(FleetmedicEvent.parse(event.detail)).toEqual(suggestion(0));
  });

  it('a page reaches who subscribed, with a key to recognise it by', async () => {
    const { client: queue, queueUrl, queueArn } = await createQueue('pages');
    const client = makeClient(SNSClient);
    const { TopicArn: topicArn = '' } = await client.send(new CreateTopicCommand({ Name: 'pages' }));
    await client.send(new SubscribeCommand({ TopicArn: topicArn, Protocol: 'sqs', Endpoint: queueArn }));

    await snsPager({ client, topicArn }).page(PAGE);

    const [body = ''] = await receiveAll(queue, queueUrl, 1);
    const told = JSON.parse(body);
    expect(told.Subject).toBe('[SEV-2] Escalated: checkout (inc-checkout-1)');
    expect(JSON.parse(told.Message)).toMatchObject({
      incidentId: INCIDENT,
      at: new Date(PAGE.at).toISOString(),
      dedupKey: 'inc-checkout-1/escalated',
    });
    expect(told.MessageAttributes.reason.Value).toBe('escalated');
  });
});

describe('what fails in part', () => {
  it('is sent again, and only that', async () => {
    const server = await startAnsweringServer(({ body }) => {
      const ids = (body['Entries'] as readonly { Id: string }[]).map(({ Id }) => Id);
      return { body: ids.length > 1 ? { Failed: [{ Id: '1', SenderFault: false, Code: 'Busy' }] } : {} };
    });

    await sqsPollQueue({
      client: makeClient(SQSClient),
      queueUrl: `${process.env['AWS_ENDPOINT_URL']}/queue/polls`,
    }).send(shardsOf(3));

    expect(server.requests.map(({ body }) => (body['Entries'] as unknown[]).length)).toEqual([3, 1]);
  });

  it('is an error when it fails again and again', async () => {
    const server = await startAnsweringServer(({ body }) => {
      const entries = body['Entries'] as unknown[];
      const failed = { ErrorCode: 'ThrottlingException', ErrorMessage: 'slow down' };
      return {
        body: {
          FailedEntryCount: 1,
          Entries: entries.map((_entry, place) => (place === 0 ? failed : { EventId: String(place) })),
        },
      };
    });
    const bus = eventBridgeBus({ client: makeClient(EventBridgeClient), busName: 'fleetmedic' });

    await expect(bus.publish([suggestion(0), suggestion(1)])).rejects.toMatchObject({
      name: 'RetryableError',
      message: expect.stringContaining('1 of 2 events'),
    });
    expect(server.requests).toHaveLength(3);
  });

  it('is an error of ours when the whole call fails', async () => {
    await startAnsweringServer(() => ({ error: 'AccessDeniedException' }));
    const bus = eventBridgeBus({ client: makeClient(EventBridgeClient), busName: 'fleetmedic' });

    await expect(bus.publish([suggestion(0)])).rejects.toMatchObject({ name: 'ForbiddenError' });
  });
});

describe('the subject of a page', () => {
  it('is one line of at most 100 characters of ASCII', async () => {
    const server = await startAnsweringServer(() => ({ body: {} }));
    const serviceIds = Array.from({ length: 9 }, (_, place) => ServiceId.parse(`zahlungsübersicht-${place}`));

    await snsPager({ client: makeClient(SNSClient), topicArn: 'arn' })
      .page({ ...PAGE, serviceIds })
      .catch(() => undefined);

    const subject = new URLSearchParams(server.requests[0]?.text).get('Subject');
    expect(subject).toMatch(/^\[SEV-2\] Escalated: zahlungs\?bersicht-0, [\x20-\x7e]+\.\.\.$/);
    expect(subject).toHaveLength(100);
  });
});

function shardsOf(count: number): readonly PollShard[] {
  return Array.from({ length: count }, (_, place) => ({
    serviceIds: [ServiceId.parse(`service-${String(place).padStart(2, '0')}`)],
  }));
}

function suggestion(place: number): FleetmedicEvent {
  return {
    type: 'plan-suggested',
    incidentId: INCIDENT,
    planId: PlanId.parse(`plan-${place}`),
    summary: 'Restart checkout',
  };
}

/** How many messages are in a queue, and of those how many are held back. */
async function countsOf(client: SQSClient, queueUrl: string) {
  const { Attributes = {} } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ['All'] }),
  );
  return {
    ready: Number(Attributes['ApproximateNumberOfMessages']),
    delayed: Number(Attributes['ApproximateNumberOfMessagesDelayed']),
  };
}

async function createQueue(name: string) {
  const client = makeClient(SQSClient);
  const { QueueUrl: queueUrl = '' } = await client.send(new CreateQueueCommand({ QueueName: name }));
  return { client, queueUrl, queueArn: `arn:aws:sqs:us-east-1:${accountId}:${name}` };
}

async function receiveAll(client: SQSClient, queueUrl: string, count: number): Promise<readonly string[]> {
  const bodies: string[] = [];
  while (bodies.length < count) {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 5 }),
    );
    if (Messages.length === 0) break;
    bodies.push(...Messages.map(({ Body = '' }) => Body));
  }
  return bodies;
}
