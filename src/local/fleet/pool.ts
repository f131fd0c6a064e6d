// Connections to a database: each task holds some, a leak holds more, and the database grants only so many to all.

import type { PoolSpec } from './spec.ts';

/** Connections a pool opens beyond those in use, as a multiple. */
const SPARE_FACTOR = 2;
/** Errors per share of refused connections: refusals hit connections being renewed, and health checks of the pool. */
const ERRORS_PER_REFUSED_SHARE = 5;
const MOST_REFUSAL_ERRORS = 0.8;

/** Connections in use on average. Little's law: arrival rate x time held. */
export function connectionsInUse(pool: PoolSpec, requestsPerSecond: number, slowdown: number): number {
  return requestsPerSecond * pool.queriesPerRequest * pool.holdSeconds * slowdown;
}

/** Connections a task wants open: at rest `minIdle`, more with traffic and leaks, never more than its size. */
export function connectionsWanted(pool: PoolSpec, inUse: number, leaked: number): number {
  return Math.min(pool.size, leaked + Math.max(pool.minIdle, SPARE_FACTOR * inUse));
}

/** Requests per second that the connections a task can still use allow. */
export function poolCapacity(pool: PoolSpec, grantedShare: number, leaked: number, slowdown: number): number {
  const usable = Math.max(0, Math.min(pool.size * grantedShare, pool.size) - leaked);
  return usable / (pool.queriesPerRequest * pool.holdSeconds * slowdown);
}

/** Share of requests that fail because the database refuses connections, at the share of them it grants. */
export function refusalErrors(grantedShare: number): number {
  return Math.min(MOST_REFUSAL_ERRORS, ERRORS_PER_REFUSED_SHARE * (1 - grantedShare));
}
