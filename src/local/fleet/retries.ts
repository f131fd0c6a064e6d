// Callers that try again. Retries come back a little later and add to the load, so an overload can outlive its cause:
// Bronson et al., "Metastable Failures in Distributed Systems", HotOS 2021.

/** Mean delay before another attempt: exponential back-off with jitter, first steps. */
const BACKOFF_SECONDS = 6;

/** Chance that a failed attempt is repeated, when a budget caps retries in proportion to first attempts. */
export function effectiveRetryChance(failChance: number, retryChance: number, budget: number): number {
  if (failChance <= 0) return retryChance;
  return Math.min(retryChance, budget / failChance);
}

/** Share of a retry pool that comes due within one step. */
export function shareDue(stepSeconds: number): number {
  return 1 - Math.exp(-stepSeconds / BACKOFF_SECONDS);
}

/** Chance that a call fails for good, all its attempts counted: the first fails and no retry succeeds. */
export function finalFailChance(failChance: number, retryChance: number): number {
  return (failChance * (1 - retryChance)) / (1 - failChance * retryChance);
}

/** Attempts per call on average: the geometric series of failures that are repeated. */
export function attemptsPerCall(failChance: number, retryChance: number): number {
  return 1 / (1 - Math.min(failChance * retryChance, 0.95));
}
