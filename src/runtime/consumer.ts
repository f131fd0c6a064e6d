// Wraps a use case as a consumer of the queue or of the bus, in the shapes that SQS and EventBridge deliver.

import * as z from 'zod/mini';
import { CloudEvent } from '#contracts/cloud-event.ts';
import { FleetmedicEvent } from '#contracts/events.ts';
import { InvalidInputError } from '#domain/errors.ts';
import type { Unbound } from '#runtime/step.ts';
import '#contracts/messages.ts';

/** What Lambda gets of an SQS event, as far as it is read. */
const QueueEvent = z.object({ Records: z.array(z.object({ messageId: z.string(), body: z.string() })) });

/** A message that failed. SQS reads the identifier; `reason` is for whoever looks into it. */
interface FailedMessage {
  readonly itemIdentifier: string;
  readonly reason: string;
}

/** The messages to be delivered again; the others are done. */
export interface BatchAnswer {
  readonly batchItemFailures: readonly FailedMessage[];
}

/** Runs the use case for each message; those that fail are reported, not thrown, so that the rest of the batch is done. */
export function queueConsumer<Deps, Message>(
  message: z.ZodMiniType<Message>,
  run: (deps: Deps, message: Message) => Promise<unknown>,
): Unbound<Deps, BatchAnswer> {
  return (deps) => async (event) => {
    const failed: FailedMessage[] = [];
    for (const { messageId, body } of z.parse(QueueEvent, event).Records) {
      try {
        await run(deps, z.parse(message, JSON.parse(body)));
      } catch (error) {
        failed.push({ itemIdentifier: messageId, reason: String(error) });
      }
    }
    return { batchItemFailures: failed };
  };
}

/** Runs the use case for one of Fleetmedic's own events, taken out of its envelope; other types are not for it. */
export function eventConsumer<Deps, Type extends FleetmedicEvent['type'], Output>(
  type: Type,
  run: (deps: Deps, event: Extract<FleetmedicEvent, { type: Type }>) => Promise<Output>,
): Unbound<Deps, Output> {
  return (deps) => async (event) => {
    const detail = z.parse(FleetmedicEvent, z.parse(CloudEvent, event).detail);
    if (!isOfType(detail, type)) throw new InvalidInputError(`Expected an event ${type}, got ${detail.type}`);
    return run(deps, detail);
  };
}

function isOfType<Type extends FleetmedicEvent['type']>(
  event: FleetmedicEvent,
  type: Type,
): event is Extract<FleetmedicEvent, { type: Type }> {
  return event.type === type;
}
