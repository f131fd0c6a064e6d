// Batch calls of AWS can fail in part: what failed is sent again, and what still fails is an error, never forgotten.

import { RetryableError } from '#domain/errors.ts';
import { groupsOf } from '#domain/groups.ts';

/** The most that SendMessageBatch and PutEvents take in one call. */
const BATCH_SIZE = 10;
/** Attempts per entry, the first one included; the SDK retries calls that fail as a whole by itself. */
const MAX_ATTEMPTS = 3;

/** Sends some entries and answers with those that failed, by their place. */
export type SendBatch<Entry> = (entries: readonly Entry[]) => Promise<readonly number[]>;

/** Sends all entries, in order. Throws a RetryableError when some could not be sent. */
export async function sendInBatches<Entry>(
  what: string,
  entries: readonly Entry[],
  send: SendBatch<Entry>,
): Promise<void> {
  for (const batch of groupsOf(entries, BATCH_SIZE)) await sendBatch(what, batch, send);
}

async function sendBatch<Entry>(
  what: string,
  entries: readonly Entry[],
  send: SendBatch<Entry>,
): Promise<void> {
  let waiting = entries;
  for (let attempt = 1; attempt <= MAX_ATTEMPTS && waiting.length > 0; attempt += 1) {
    const failed = new Set(await send(waiting));
    waiting = waiting.filter((_entry, place) => failed.has(place));
  }
  if (waiting.length === 0) return;
  throw new RetryableError(
    `${waiting.length} of ${entries.length} ${what} could not be sent in ${MAX_ATTEMPTS} attempts; the step is tried again`,
  );
}
