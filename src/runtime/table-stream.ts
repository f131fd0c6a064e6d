// Wraps a use case as a consumer of the table's stream: each new item holds a noun as JSON in `body`, as every store of
// the table writes it.

import * as z from 'zod/mini';
import type { Log } from '#application/ports/operations.ts';
import type { Unbound } from '#runtime/step.ts';
import '#contracts/messages.ts';

/** What Lambda gets of a stream, as far as every record of it can be trusted to have that. */
const StreamEvent = z.object({
  Records: z.array(z.object({ dynamodb: z.object({ SequenceNumber: z.string(), NewImage: z.unknown() }) })),
});

/** An item of the table, in DynamoDB's notation. */
const Image = z.object({ body: z.object({ S: z.string() }) });

/** The records to be delivered again, by their place in the stream; the stream goes back to the first of them. */
export interface StreamAnswer {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

/**
 * Runs the use case for each noun, in the order of the stream. A record that fails is noted and reported, not thrown:
 * a stream that throws stands still, and the records after it are not to wait for it.
 */
export function tableStreamConsumer<Deps extends { readonly log: Log }, Noun>(
  noun: z.ZodMiniType<Noun>,
  run: (deps: Deps, noun: Noun) => Promise<unknown>,
): Unbound<Deps, StreamAnswer> {
  return (deps) => async (event) => {
    const failed: { readonly itemIdentifier: string }[] = [];
    for (const { dynamodb } of z.parse(StreamEvent, event).Records) {
      try {
        await run(deps, z.parse(noun, JSON.parse(z.parse(Image, dynamodb.NewImage).body.S)));
      } catch (error) {
        failed.push({ itemIdentifier: dynamodb.SequenceNumber });
        deps.log.record('delivery-failed', { record: dynamodb.SequenceNumber, reason: String(error) });
      }
    }
    return { batchItemFailures: failed };
  };
}
