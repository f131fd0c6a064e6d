// Caches of a task and how they warm up after a start; a cold task is slower and burdens what lies behind the cache.

/** Seconds in which a cold task covers two thirds of the way to its usual hit share. */
const WARM_UP_SECONDS = 150;
/** Speed of a cold task: connections to open, code to compile. */
const COLD_SPEED = 0.65;

/** Warmth after so many seconds of traffic. */
export function warmUp(warmth: number, seconds: number): number {
  return 1 - (1 - warmth) * Math.exp(-seconds / WARM_UP_SECONDS);
}

/** Speed of a task as a share of its warm speed. */
export function warmSpeed(warmth: number): number {
  return COLD_SPEED + (1 - COLD_SPEED) * warmth;
}

/** Of what a warm task answers from memory, the share a cold one finds in the cache that all tasks have in common. */
const COMMON_CACHE_SHARE = 0.8;

/** Share of requests that miss, when the warm cache answers `hitShare`. */
export function missShare(hitShare: number, warmth: number): number {
  return 1 - hitShare * (COMMON_CACHE_SHARE + (1 - COMMON_CACHE_SHARE) * warmth);
}
