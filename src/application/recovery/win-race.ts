// Optimistic writes: read, decide, write over exactly what was read, and again when another writer was faster.

import { RetryableError } from '#domain/errors.ts';

/** Losing so often in a row is no race any more but a store that never says yes. */
const MOST_RACES = 20;

/** What one round came to; undefined when it lost its race. */
export type Round<Value> = { readonly value: Value } | undefined;

/** Repeats a round until it does not lose. Throws RetryableError naming `what` when it loses again and again. */
export async function winRace<Value>(what: string, round: () => Promise<Round<Value>>): Promise<Value> {
  for (let lost = 0; lost < MOST_RACES; lost++) {
    const won = await round();
    if (won) return won.value;
  }
  throw new RetryableError(`Writing ${what} lost ${MOST_RACES} races in a row; try again`);
}
