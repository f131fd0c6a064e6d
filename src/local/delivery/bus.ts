// The event bus of the local runtime, in the shapes of EventBridge: each subscription gets every event that it asks for
// at least once, and one that fails holds up no other.

import type { DeadLetter } from '#adapters/sqlite/message-store.ts';
import type { EventBus } from '#application/ports/operations.ts';
import { CloudEvent } from '#contracts/cloud-event.ts';
import { digestOf } from '#contracts/digest.ts';
import { EVENT_SOURCE, type FleetmedicEvent } from '#contracts/events.ts';
import type { Instant } from '#domain/ids.ts';
import {
  type Channel,
  type ChannelCounters,
  DEFAULT_DELIVERY_SETTINGS,
  type DeliveryDeps,
  type DeliverySettings,
  openChannel,
} from './channel.ts';

export interface Subscription {
  /** Stable: events that were not delivered are found again under it after a restart. */
  readonly name: string;
  matches(event: CloudEvent): boolean;
  handle(event: CloudEvent): Promise<unknown>;
}

export interface LocalBus extends EventBus {
  /** Puts events of any source on the bus; each reaches all of its subscriptions or, after a kill, is not yet there. */
  put(events: readonly CloudEvent[]): Promise<void>;
  /** To be called for all subscriptions before anything is put on the bus. */
  subscribe(subscription: Subscription): void;
  /** By subscription. */
  counters(): Readonly<Record<string, ChannelCounters>>;
  /** The events that a subscription could not handle, oldest first. */
  deadLetters(subscription: string): readonly DeadLetter[];
}

interface Line {
  readonly subscription: Subscription;
  readonly channel: Channel;
}

/** Opens the bus; events wait in the database until each subscription has handled them. */
export function localBus(
  deps: DeliveryDeps,
  settings: DeliverySettings = DEFAULT_DELIVERY_SETTINGS,
): LocalBus {
  const lines = new Map<string, Line>();

  async function put(events: readonly CloudEvent[]): Promise<void> {
    const open = [...lines.values()];
    deps.messages.add(open.flatMap((line) => line.channel.address(bodiesFor(line.subscription, events))));
    for (const { channel } of open) channel.plan();
  }

  return {
    put,
    publish: (events) => put(events.map((event) => envelop(event, deps.timeline.now()))),
    subscribe(subscription) {
      const channel = openChannel(`bus/${subscription.name}`, deps, settings);
      lines.set(subscription.name, { subscription, channel });
      channel.consume((batch) => handleEach(subscription, batch));
    },
    counters: () => Object.fromEntries([...lines].map(([name, { channel }]) => [name, channel.counters()])),
    deadLetters: (name) => deps.messages.deadLetters(`bus/${name}`),
  };
}

/** Fleetmedic's own event in the envelope of the bus. The id is the content's: told twice, it is the same event. */
export function envelop(event: FleetmedicEvent, now: Instant): CloudEvent {
  return {
    id: digestOf(event),
    source: EVENT_SOURCE,
    'detail-type': event.type,
    time: new Date(now).toISOString(),
    resources: [],
    detail: { ...event },
  };
}

function bodiesFor(subscription: Subscription, events: readonly CloudEvent[]): readonly string[] {
  return events.filter((event) => subscription.matches(event)).map((event) => JSON.stringify(event));
}

async function handleEach(
  subscription: Subscription,
  batch: readonly { readonly id: number; readonly body: string }[],
): Promise<ReadonlyMap<number, string>> {
  const failures = new Map<number, string>();
  for (const { id, body } of batch) {
    try {
      await subscription.handle(CloudEvent.parse(JSON.parse(body)));
    } catch (error) {
      failures.set(id, String(error));
    }
  }
  return failures;
}
