// The fixed part of the simulated fleet: what was built, as opposed to what state it is in. Derived from the options
// alone, so a snapshot need not contain it.

import type { ResourceId, ServiceId } from '#domain/ids.ts';

/** Connections that one task keeps to a database. */
export interface PoolSpec {
  /** Index into `FleetSpec.databases`. */
  readonly database: number;
  /** Largest number of connections per task. */
  readonly size: number;
  /** Connections a task opens at start and always keeps. */
  readonly minIdle: number;
  readonly queriesPerRequest: number;
  /** Seconds that one query holds its connection when the database is at rest. */
  readonly holdSeconds: number;
}

export interface ServiceSpec {
  readonly index: number;
  readonly id: ServiceId;
  /** Cluster, load balancer and application: `shop`, `shop-2`. */
  readonly scope: string;
  readonly name: string;
  readonly kind: 'http' | 'consumer';
  readonly tier: 'critical' | 'standard' | 'optional';
  /** First-hand requests of people per second, at the top of the day. */
  readonly userRequestsPerSecond: number;
  readonly userTimeoutSeconds: number;
  /** All requests or messages per second at the top of the day. */
  readonly peakRequestsPerSecond: number;
  readonly cpuSeconds: number;
  /** Waiting that is not for a processor nor for a modelled dependency. */
  readonly ioSeconds: number;
  readonly vcpusPerTask: number;
  /** Requests a task works on at once; more wait for a worker. */
  readonly workersPerTask: number;
  readonly memoryLimitMb: number;
  readonly residentMb: number;
  readonly cacheMb: number;
  /** Share of requests that a warm cache answers; 0 without a cache. */
  readonly cacheHitShare: number;
  /** Processor time of a request that misses, as a multiple of one that hits. */
  readonly missCpuFactor: number;
  readonly isAutoscaled: boolean;
  /** Tasks for the top of the day at the target utilization. */
  readonly peakTasks: number;
  readonly minTasks: number;
  readonly maxTasks: number;
  /** Tasks the account's quota allows this service. */
  readonly quotaTasks: number;
  readonly minimumHealthyPercent: number;
  readonly maximumPercent: number;
  readonly pool: PoolSpec | undefined;
  /** Indexes into `FleetSpec.calls`. */
  readonly outgoing: readonly number[];
  readonly incoming: readonly number[];
  /** Index of the queue that each successful request is written to. */
  readonly sendsTo: number | undefined;
  readonly consumes: number | undefined;
}

/** An arrow of the call graph: `from` calls a service, or a third party. */
export interface CallSpec {
  readonly index: number;
  readonly from: number;
  /** Index of a service; undefined when a third party is called. */
  readonly to: number | undefined;
  readonly external: number | undefined;
  /** Calls per request of the caller; below one it is the share of requests that make the call. */
  readonly callsPerRequest: number;
  readonly timeoutSeconds: number;
  /** Chance that a failed attempt is tried again. */
  readonly retryChance: number;
  /** Retries in proportion to first attempts that the client allows itself at most (SRE book, "retry budget"). */
  readonly retryBudget: number;
  /** The caller answers without it when it fails. */
  readonly isOptional: boolean;
  /** Another way exists that is taken while the breaker is open. */
  readonly hasFallback: boolean;
  /** Only cache misses make the call. */
  readonly isOnMiss: boolean;
}

export interface DatabaseSpec {
  readonly index: number;
  readonly resourceId: ResourceId;
  readonly vcpus: number;
  readonly cpuSecondsPerQuery: number;
  readonly connectionLimit: number;
  readonly users: readonly number[];
}

export interface QueueSpec {
  readonly index: number;
  readonly resourceId: ResourceId;
  readonly producers: readonly number[];
  readonly consumer: number;
  /** Age from which a message counts as late. */
  readonly lateAfterSeconds: number;
  readonly visibilityTimeoutSeconds: number;
}

export interface ExternalSpec {
  readonly index: number;
  readonly id: ServiceId;
  readonly resourceId: ResourceId;
  readonly seconds: number;
  /** Index of the service that calls it, and of the call. */
  readonly caller: number;
  readonly call: number;
}

export interface FleetSpec {
  readonly services: readonly ServiceSpec[];
  readonly calls: readonly CallSpec[];
  readonly databases: readonly DatabaseSpec[];
  readonly queues: readonly QueueSpec[];
  readonly externals: readonly ExternalSpec[];
  /** Service indexes, callers before those they call. */
  readonly order: readonly number[];
}
