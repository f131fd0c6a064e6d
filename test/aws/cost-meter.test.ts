import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { describe, expect, it } from 'vitest';
import { makeClient } from '#adapters/aws/clients.ts';
import { makeCostMeter } from '#adapters/aws/cost-meter.ts';
import { eventBridgeBus } from '#adapters/aws/event-bus.ts';
import { cloudWatchMetricSource } from '#adapters/aws/metric-source.ts';
import type { FleetmedicEvent } from '#contracts/events.ts';
import { metricQueriesFor } from '#contracts/naming.ts';
import { estimateCost } from '#domain/cost/estimate.ts';
import { IncidentId, PlanId, ResourceId } from '#domain/ids.ts';
import { at } from '../builders.ts';
import { startAnsweringServer } from './answering-server.ts';

const EVENT: FleetmedicEvent = {
  type: 'plan-suggested',
  incidentId: IncidentId.parse('inc-checkout-1'),
  planId: PlanId.parse('plan-1'),
  summary: 'Restart checkout',
};

describe('the meter of calls', () => {
  it('counts metrics, not statistics: five of one metric in one call are billed as one', async () => {
    await startAnsweringServer(() => ({ body: {} }));
    const meter = makeCostMeter();
    const source = cloudWatchMetricSource(makeClient(CloudWatchClient, { meter }));
    const queries = metricQueriesFor(ResourceId.parse('target-group/shop.1/checkout.2'));

    await source.read(queries, at(0), at(5));

    expect(queries).toHaveLength(9);
    expect(meter.calls()).toEqual({ 'CloudWatch GetMetricData': 1 });
    expect(meter.usage()).toEqual({ 'metrics-read': 5 });
    expect(estimateCost(meter.usage()).dollars).toBeCloseTo(0.00005, 9);
  });

  it('counts every attempt, and each event of a call', async () => {
    let calls = 0;
    await startAnsweringServer(() => {
      calls += 1;
      return calls === 1 ? { error: 'InternalException', status: 500 } : { body: { FailedEntryCount: 0 } };
    });
    const meter = makeCostMeter();

    await eventBridgeBus({ client: makeClient(EventBridgeClient, { meter }), busName: 'fleetmedic' }).publish(
      [EVENT, EVENT],
    );

    expect(meter.calls()).toEqual({ 'EventBridge PutEvents': 2 });
    expect(meter.usage()).toEqual({ 'events-put': 4 });
  });

  it.each([
    ['DynamoDB', 'PutItem', {}, { 'table-writes': 1 }],
    ['DynamoDB', 'TransactWriteItems', { TransactItems: [{}, {}] }, { 'table-writes': 4 }],
    ['DynamoDB', 'TransactWriteItems', {}, { 'table-writes': 0 }],
    ['DynamoDB', 'BatchGetItem', { RequestItems: { table: { Keys: [{}, {}, {}] } } }, { 'table-reads': 3 }],
    ['DynamoDB', 'BatchGetItem', {}, { 'table-reads': 0 }],
    ['DynamoDB', 'Query', {}, { 'table-reads': 1 }],
    ['SQS', 'SendMessageBatch', {}, { 'queue-requests': 1 }],
    ['CloudWatch', 'GetMetricData', {}, { 'metrics-read': 0 }],
    ['ECS', 'DescribeServices', {}, {}],
  ])('bills %s %s of %j as it is billed', (service, operation, input, usage) => {
    const meter = makeCostMeter();

    meter.count(service, operation, input);

    expect(meter.calls()).toEqual({ [`${service} ${operation}`]: 1 });
    expect(meter.usage()).toEqual(usage);
  });
});
