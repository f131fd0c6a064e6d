import { describe, expect, it } from 'vitest';
import { CloudEvent } from '#contracts/cloud-event.ts';
import { EVENT_SOURCE, FleetmedicEvent, PollShard } from '#contracts/events.ts';
import { APPROVAL, anomaly, at, CHECKOUT, change, INCIDENT, incident, PLAN } from '../builders.ts';

const SUMMARY = 'Scale checkout from 4 to 6 tasks';

describe('what Fleetmedic tells', () => {
  it.each<FleetmedicEvent>([
    { type: 'anomaly-detected', anomaly: anomaly() },
    { type: 'change-recorded', change: change() },
    { type: 'incident-changed', incident: incident() },
    { type: 'plan-suggested', incidentId: INCIDENT, planId: PLAN, summary: SUMMARY },
    {
      type: 'approval-requested',
      incidentId: INCIDENT,
      planId: PLAN,
      approvalId: APPROVAL,
      expiresAt: at(1800),
      summary: SUMMARY,
    },
  ])('as $type is the same after its way over the bus', (event) => {
    const delivered = JSON.parse(JSON.stringify(event));

    expect(FleetmedicEvent.parse(delivered)).toEqual(event);
  });

  it('comes in the envelope of EventBridge, which keeps all of its detail', () => {
    const envelope = {
      id: 'event-1',
      source: EVENT_SOURCE,
      'detail-type': 'anomaly-detected',
      time: '2026-11-23T12:00:00Z',
      resources: [],
      detail: { type: 'anomaly-detected', anomaly: anomaly() },
    };

    expect(CloudEvent.parse(envelope)).toEqual(envelope);
  });

  it('is never of a type that is not listed', () => {
    expect(FleetmedicEvent.safeParse({ type: 'anomaly-forgotten' }).success).toBe(false);
  });
});

it('a message of the poll queue names at least one service', () => {
  expect(PollShard.safeParse({ serviceIds: [CHECKOUT] }).success).toBe(true);
  expect(PollShard.safeParse({ serviceIds: [] }).success).toBe(false);
});
