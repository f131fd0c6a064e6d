// Memory of a task: what it needs, what it caches, what it leaks; and what garbage collection costs when little is left.

/** Share of the limit above which garbage collection becomes noticeable. */
const GC_ONSET = 0.8;
/** Share of the processor that garbage collection takes just before the limit. */
const GC_SHARE_AT_LIMIT = 0.6;
/** Megabytes that a request in work holds. */
const MB_PER_REQUEST_IN_WORK = 1.5;

/** A full collection stops the task for so long. */
export const GC_PAUSE_SECONDS = 2;
/** Share of requests that meet such a pause, per share of time spent collecting; requests overlap several. */
const PAUSED_REQUESTS_PER_GC_SHARE = 0.6;
/** Leaves something to the other paths of a request. */
const MOST_PAUSED_SHARE = 0.05;

/** Share of requests that a collection holds up. */
export function gcPauseShare(share: number): number {
  return Math.min(MOST_PAUSED_SHARE, PAUSED_REQUESTS_PER_GC_SHARE * share);
}

export interface MemoryUse {
  readonly residentMb: number;
  readonly cacheMb: number;
  readonly warmth: number;
  readonly leakedMb: number;
  /** Requests that the task has in work at once. */
  readonly concurrency: number;
  readonly limitMb: number;
}

/** Used share of the limit; above 1 the kernel kills the task. */
export function memoryShare(use: MemoryUse): number {
  const inWork = MB_PER_REQUEST_IN_WORK * use.concurrency;
  return (use.residentMb + use.cacheMb * use.warmth + use.leakedMb + inWork) / use.limitMb;
}

/** Share of the processor lost to garbage collection: nothing below 80 % of the limit, then growing with the square. */
export function gcShare(usedShare: number): number {
  if (usedShare <= GC_ONSET) return 0;
  const depth = Math.min(1, (usedShare - GC_ONSET) / (1 - GC_ONSET));
  return GC_SHARE_AT_LIMIT * depth * depth;
}
