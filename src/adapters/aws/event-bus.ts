// Fleetmedic's own events on EventBridge, in the envelope that its consumers read (contracts/cloud-event.ts).

import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { EventBus } from '#application/ports/operations.ts';
import { EVENT_SOURCE, type FleetmedicEvent } from '#contracts/events.ts';
import { sendInBatches } from './batches.ts';
import { calling } from './errors.ts';

export interface EventBusOptions {
  readonly client: EventBridgeClient;
  readonly busName: string;
}

/** The bus of this name. Rejects when an event could not be put; the ones before it are. */
export function eventBridgeBus({ client, busName }: EventBusOptions): EventBus {
  async function put(events: readonly FleetmedicEvent[]): Promise<readonly number[]> {
    const { FailedEntryCount = 0, Entries = [] } = await client.send(
      new PutEventsCommand({
        Entries: events.map((event) => ({
          EventBusName: busName,
          Source: EVENT_SOURCE,
          DetailType: event.type,
          Detail: JSON.stringify(event),
        })),
      }),
    );
    if (FailedEntryCount === 0) return [];
    return Entries.flatMap(({ ErrorCode }, place) => (ErrorCode ? [place] : []));
  }

  return {
    publish: (events) => calling(`put events on ${busName}`, () => sendInBatches('events', events, put)),
  };
}
