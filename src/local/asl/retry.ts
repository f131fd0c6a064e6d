// Whether, and when, a failed state is tried again (States language, "Retrying after error").

import { matchesError } from './errors.ts';
import { MAX_SECONDS, type Retrier } from './fields.ts';
import type { RandomStream } from './functions.ts';

/** Seconds before the first retry where a retrier does not say. */
const DEFAULT_INTERVAL_SECONDS = 1;
/** Retries where a retrier does not say. */
const DEFAULT_MAX_ATTEMPTS = 3;
/** Growth of the interval from retry to retry where a retrier does not say. */
const DEFAULT_BACKOFF_RATE = 2;

/** The retrier to use, its place in the list, and how often it was used before. */
export interface ChosenRetrier {
  readonly retrier: Retrier;
  readonly position: number;
  readonly used: number;
}

/** The first retrier that covers an error; undefined when none does or that one is used up. */
export function chooseRetrier(
  retriers: readonly Retrier[],
  uses: readonly number[],
  error: string,
): ChosenRetrier | undefined {
  const position = retriers.findIndex((retrier) => matchesError(retrier.ErrorEquals, error));
  const retrier = retriers[position];
  if (!retrier) return undefined;
  const used = uses[position] ?? 0;
  return used < (retrier.MaxAttempts ?? DEFAULT_MAX_ATTEMPTS) ? { retrier, position, used } : undefined;
}

/** Seconds to wait before a retry by a retrier that was used `used` times. Full jitter draws between 0 and the delay. */
export function retryDelaySeconds(retrier: Retrier, used: number, random: RandomStream): number {
  const interval = retrier.IntervalSeconds ?? DEFAULT_INTERVAL_SECONDS;
  const grown = interval * (retrier.BackoffRate ?? DEFAULT_BACKOFF_RATE) ** used;
  const delay = Math.min(grown, retrier.MaxDelaySeconds ?? MAX_SECONDS);
  return retrier.JitterStrategy === 'FULL' ? delay * random() : delay;
}
