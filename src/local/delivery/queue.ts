// A work queue of the local runtime, in the shapes of SQS: the consumers that are deployed run here as they are.

import type { DeadLetter } from '#adapters/sqlite/message-store.ts';
import type { BatchAnswer } from '#runtime/consumer.ts';
import {
  type ChannelCounters,
  DEFAULT_DELIVERY_SETTINGS,
  type DeliveryDeps,
  type DeliverySettings,
  openChannel,
} from './channel.ts';

/** What a consumer is called with: the part of an SQS event that consumers read. */
export interface QueueEvent {
  readonly Records: readonly { readonly messageId: string; readonly body: string }[];
}

/** Names the messages that are to be delivered again; when it throws, all of them are. */
export type QueueHandler = (event: QueueEvent) => Promise<BatchAnswer>;

export interface LocalQueue<Message> {
  /** Keeps all of the messages, or none, until they are consumed: from now on, or from so many seconds later. */
  send(messages: readonly Message[], delaySeconds?: number): Promise<void>;
  /** Starts handing out messages, those first that an earlier process left. One consumer per queue. */
  consume(handle: QueueHandler): void;
  counters(): ChannelCounters;
  /** The messages that were put aside, oldest first. */
  deadLetters(): readonly DeadLetter[];
}

/** Opens the queue of this name. */
export function localQueue<Message>(
  name: string,
  deps: DeliveryDeps,
  settings: DeliverySettings = DEFAULT_DELIVERY_SETTINGS,
): LocalQueue<Message> {
  const channel = openChannel(name, deps, settings);
  return {
    async send(messages, delaySeconds) {
      const bodies = messages.map((message) => JSON.stringify(message));
      deps.messages.add(channel.address(bodies, delaySeconds));
      channel.plan();
    },
    consume(handle) {
      channel.consume(async (batch) => {
        const Records = batch.map(({ id, body }) => ({ messageId: String(id), body }));
        const { batchItemFailures } = await handle({ Records });
        return new Map(
          batchItemFailures.map(({ itemIdentifier, reason }) => [Number(itemIdentifier), reason]),
        );
      });
    },
    counters: channel.counters,
    deadLetters: channel.deadLetters,
  };
}
