// The web shop of which the simulated fleet is made: twelve services of one cell, with the databases, queue and third
// parties they use. Pure data; a larger fleet repeats the cell at other sizes.

export interface ServicePlan {
  readonly name: string;
  readonly tier: 'critical' | 'standard' | 'optional';
  readonly userRequestsPerSecond?: number;
  readonly cpuMs: number;
  readonly ioMs: number;
  readonly vcpus?: number;
  readonly workers?: number;
  readonly cacheHitShare?: number;
  readonly isAutoscaled?: boolean;
  /** Replaces tasks within its own size: stop, then start. */
  readonly isStopThenStart?: boolean;
  readonly database?: string;
  readonly poolSize?: number;
  readonly queriesPerRequest?: number;
  readonly sendsTo?: string;
  readonly consumes?: string;
}

export interface CallPlan {
  readonly from: string;
  readonly to: string;
  readonly perRequest: number;
  readonly timeoutSeconds: number;
  readonly isOptional?: boolean;
  readonly isOnMiss?: boolean;
}

/** In the order in which a cell is filled when the fleet is not a multiple of twelve: calls to absent ones are left out. */
export const SERVICE_PLANS: readonly ServicePlan[] = [
  {
    name: 'web',
    tier: 'critical',
    userRequestsPerSecond: 240,
    cpuMs: 9,
    ioMs: 6,
    isAutoscaled: true,
    workers: 96,
  },
  {
    name: 'catalog',
    tier: 'critical',
    userRequestsPerSecond: 40,
    cpuMs: 8,
    ioMs: 5,
    cacheHitShare: 0.85,
    isAutoscaled: true,
  },
  {
    name: 'search',
    tier: 'standard',
    userRequestsPerSecond: 20,
    cpuMs: 22,
    ioMs: 8,
    vcpus: 1,
    cacheHitShare: 0.4,
    isAutoscaled: true,
  },
  { name: 'cart', tier: 'critical', cpuMs: 15, ioMs: 6, isAutoscaled: true },
  {
    name: 'checkout',
    tier: 'critical',
    userRequestsPerSecond: 4,
    cpuMs: 60,
    ioMs: 15,
    isAutoscaled: true,
    workers: 32,
  },
  { name: 'payment', tier: 'critical', cpuMs: 50, ioMs: 20, workers: 24 },
  {
    name: 'orders',
    tier: 'critical',
    cpuMs: 60,
    ioMs: 10,
    database: 'orders-db',
    poolSize: 40,
    queriesPerRequest: 4,
    sendsTo: 'shipments',
  },
  {
    name: 'shipping',
    tier: 'standard',
    cpuMs: 80,
    ioMs: 120,
    consumes: 'shipments',
    isStopThenStart: true,
    workers: 8,
  },
  {
    name: 'inventory',
    tier: 'critical',
    userRequestsPerSecond: 12,
    cpuMs: 36,
    ioMs: 6,
    database: 'orders-db',
    poolSize: 16,
    queriesPerRequest: 2,
  },
  { name: 'recommendations', tier: 'optional', cpuMs: 15, ioMs: 10, cacheHitShare: 0.6, isAutoscaled: true },
  {
    name: 'accounts',
    tier: 'critical',
    userRequestsPerSecond: 20,
    cpuMs: 20,
    ioMs: 6,
    database: 'accounts-db',
    poolSize: 24,
    queriesPerRequest: 2,
  },
  { name: 'notifications', tier: 'standard', cpuMs: 25, ioMs: 10, isAutoscaled: true },
];

/** Calls to `card-network` and `email-provider` leave the fleet; the former can be deferred, the latter queued. */
export const CALL_PLANS: readonly CallPlan[] = [
  { from: 'web', to: 'catalog', perRequest: 0.9, timeoutSeconds: 2 },
  { from: 'web', to: 'search', perRequest: 0.3, timeoutSeconds: 2.5 },
  { from: 'web', to: 'cart', perRequest: 0.25, timeoutSeconds: 2 },
  { from: 'web', to: 'checkout', perRequest: 0.06, timeoutSeconds: 10 },
  { from: 'web', to: 'accounts', perRequest: 0.2, timeoutSeconds: 2 },
  { from: 'web', to: 'recommendations', perRequest: 0.5, timeoutSeconds: 0.5, isOptional: true },
  { from: 'catalog', to: 'inventory', perRequest: 1, timeoutSeconds: 1.5, isOnMiss: true },
  { from: 'cart', to: 'catalog', perRequest: 0.3, timeoutSeconds: 1.5 },
  { from: 'checkout', to: 'payment', perRequest: 1, timeoutSeconds: 8 },
  { from: 'checkout', to: 'cart', perRequest: 1, timeoutSeconds: 2 },
  { from: 'checkout', to: 'inventory', perRequest: 1, timeoutSeconds: 2 },
  { from: 'checkout', to: 'orders', perRequest: 1, timeoutSeconds: 3 },
  { from: 'checkout', to: 'accounts', perRequest: 0.5, timeoutSeconds: 2 },
  { from: 'payment', to: 'card-network', perRequest: 1, timeoutSeconds: 6 },
  { from: 'orders', to: 'notifications', perRequest: 1, timeoutSeconds: 0.5, isOptional: true },
  { from: 'shipping', to: 'notifications', perRequest: 1, timeoutSeconds: 2, isOptional: true },
  { from: 'notifications', to: 'email-provider', perRequest: 1, timeoutSeconds: 4 },
];

/** Third parties and the seconds they take on a good day. */
export const EXTERNAL_PLANS: readonly { readonly name: string; readonly seconds: number }[] = [
  { name: 'card-network', seconds: 0.25 },
  { name: 'email-provider', seconds: 0.12 },
];
