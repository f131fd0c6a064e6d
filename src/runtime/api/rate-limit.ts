// Token buckets: each principal may send so many requests in a while, in bursts up to the whole of it (C16).

export interface Rate {
  readonly count: number;
  readonly perSeconds: number;
}

export interface RateLimiter {
  /** Takes one token: 0 when there was one, otherwise the seconds until there is. */
  take(key: string, rate: Rate): number;
}

interface Bucket {
  readonly tokens: number;
  readonly at: number;
}

const MILLISECONDS = 1000;

/** Buckets in the memory of this process; `now` is real time in milliseconds. */
export function makeRateLimiter(now: () => number): RateLimiter {
  const buckets = new Map<string, Bucket>();
  return {
    take(key, { count, perSeconds }) {
      const at = now();
      const perMillisecond = count / (perSeconds * MILLISECONDS);
      const before = buckets.get(key) ?? { tokens: count, at };
      const tokens = Math.min(count, before.tokens + (at - before.at) * perMillisecond);
      buckets.set(key, { tokens: tokens >= 1 ? tokens - 1 : tokens, at });
      return tokens >= 1 ? 0 : Math.ceil((1 - tokens) / perMillisecond / MILLISECONDS);
    },
  };
}
