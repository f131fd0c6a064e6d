// Patience with a throttled change: it was surely not carried out, so it is sent again after a while. No other failure is:
// what a lost call did is unknown, and a refused one is refused again.

import { RejectedError } from '#domain/errors.ts';
import { fateOf } from './errors.ts';

/** Where the pauses come from; tests give their own. */
export interface Patience {
  /** Resolves after so many milliseconds. */
  readonly wait: (milliseconds: number) => Promise<unknown>;
  /** From 0 to below 1: spreads those who were throttled together. */
  readonly random: () => number;
}

/** Up to 2, 4 and 8 s, 14 s in all: with the four calls well within the 55 s of a step. */
const LONGEST_PAUSES_MS = [2000, 4000, 8000] as const;
/** What of a pause is left to chance. */
const JITTER_SHARE = 0.5;

/**
 * Carries out a call, again while AWS throttles it. Rejects with its error when that is another one, and with a RejectedError
 * when AWS throttles it to the end.
 */
export async function patiently(
  { wait, random }: Patience,
  attempt: string,
  call: () => Promise<void>,
): Promise<void> {
  for (const longestMs of LONGEST_PAUSES_MS) {
    if (await isDone(call)) return;
    await wait(longestMs * (1 - JITTER_SHARE * random()));
  }
  if (await isDone(call)) return;
  throw new RejectedError(
    `Could not ${attempt}: AWS throttled it ${LONGEST_PAUSES_MS.length + 1} times, so that nothing was changed; see who else calls this service so often`,
  );
}

/** False when it was throttled. */
async function isDone(call: () => Promise<void>): Promise<boolean> {
  try {
    await call();
    return true;
  } catch (error) {
    if (isThrottled(error)) return false;
    throw error;
  }
}

/** Also when only a reading before the change was throttled, which the RejectedError of that has for its cause. */
function isThrottled(error: unknown): boolean {
  return fateOf(error) === 'throttled' || (error instanceof RejectedError && isThrottledReading(error.cause));
}

function isThrottledReading(cause: unknown): boolean {
  return cause instanceof Error && fateOf(cause.cause ?? cause) === 'throttled';
}
