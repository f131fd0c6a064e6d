// The plant as the modules of the physics see it: its fixed part, its state, its random streams and the flows of the
// present step. Flows are worked out anew at every step; what a step takes
// from the one before it is why they are part of a snapshot.

import type { Instant } from '#domain/ids.ts';
import type { AccidentKind, Injection } from './accident.ts';
import { emptyMix, type LatencyMix } from './latency.ts';
import type { RandomStream } from './random.ts';
import type { CallSpec, FleetSpec, ServiceSpec } from './spec.ts';
import type { CallState, DatabaseState, PlantState, ServiceState } from './state.ts';

/** Length of one step of integration. */
export const STEP_SECONDS = 10;
export const STEP_MS = STEP_SECONDS * 1000;
export const MINUTE_MS = 60_000;

export interface FleetOptions {
  readonly seed: number;
  /** Rounded down to a full minute. */
  readonly startAt: Instant;
  /** Hours from the start for which the story is told. */
  readonly hours: number;
  /** Twelve by default, one cell of the shop; further cells beyond. */
  readonly serviceCount?: number;
  /** Over the whole fleet; 8 per twelve services by default. */
  readonly faultsPerDay?: number;
  readonly benignPerDay?: number;
  /** An explicit scenario in place of the seed's story. */
  readonly injections?: readonly Injection[];
  /** Kinds that the seed's story may tell; all by default. */
  readonly kinds?: readonly AccidentKind[];
  /** Whether autoscaler and deployment circuit breaker work; true by default. */
  readonly isPlatformActive?: boolean;
  /** Hours for which published metrics are kept; 24 by default. */
  readonly metricRetentionHours?: number;
}

/** What faults and benign events do to one service in this step; neutral unless one is active. */
export interface Effects {
  cpuFactor: number;
  errorShare: number;
  latencyFactor: number;
  /** Multiple of people's usual requests. */
  userFactor: number;
  /** Requests per second beyond the usual ones. */
  extraRequests: number;
  leakMbPerRequest: number;
  leakConnectionsPerRequest: number;
  /** Only tasks born before this moment leak, and only those of this revision, where one is given (0: any). */
  leakBornBefore: number;
  leakRevision: number;
  /** The revision that fails requests, and the share it fails. */
  badRevision: number;
  badRevisionErrorShare: number;
  /** Seconds per message as a multiple. */
  messageFactor: number;
  /** Share of requests that never reach the service. */
  brokenShare: number;
  /** Chance that failed requests to this service are repeated, by a client without a budget; 0 for the usual clients. */
  stormRetryChance: number;
  /** What the monitoring of the service suffers in this minute. */
  telemetry: 'sound' | 'lost' | 'late' | 'outlier' | 'reset';
}

/** The neutral effects. */
export function noEffects(): Effects {
  return {
    cpuFactor: 1,
    errorShare: 0,
    latencyFactor: 1,
    userFactor: 1,
    extraRequests: 0,
    leakMbPerRequest: 0,
    leakConnectionsPerRequest: 0,
    leakBornBefore: Number.MAX_SAFE_INTEGER,
    leakRevision: 0,
    badRevision: 0,
    badRevisionErrorShare: 0,
    messageFactor: 1,
    brokenShare: 0,
    stormRetryChance: 0,
    telemetry: 'sound',
  };
}

/** The flows of one service in the present step; rates are per second. */
export interface Flow {
  readonly effects: Effects;
  /** An event is at work on the effects. */
  isDisturbed: boolean;
  /** Share of the top of the day, of the present minute. */
  profile: number;
  /** First-hand requests of people, and those they repeat. */
  userFresh: number;
  userRetried: number;
  /** All requests to the service, and those that reach a task. */
  arrivals: number;
  reached: number;
  processed: number;
  rejectedShare: number;
  /** Seconds of waiting: for a processor by statistics, in the backlog, for a connection. */
  waitSeconds: number;
  backlogSeconds: number;
  poolWaitSeconds: number;
  cpuSecondsPerRequest: number;
  ownErrorShare: number;
  /** Share of the requests that meet a bad task; how many of them fail, and how long the others take. */
  illShare: number;
  illFailShare: number;
  illSeconds: number;
  running: number;
  /** Averages over running tasks: warmth, and the share of time spent collecting garbage. */
  warmth: number;
  gcShare: number;
  callsFactor: number;
  /** Requests per second that the service can work on. */
  capacity: number;
  /** Share of answered requests that are errors. */
  errorShare: number;
  readonly mix: LatencyMix;
}

/** The flows of a service before its first step. */
export function emptyFlow(): Flow {
  return {
    effects: noEffects(),
    isDisturbed: false,
    profile: 0,
    userFresh: 0,
    userRetried: 0,
    arrivals: 0,
    reached: 0,
    processed: 0,
    rejectedShare: 0,
    waitSeconds: 0,
    backlogSeconds: 0,
    poolWaitSeconds: 0,
    cpuSecondsPerRequest: 0,
    ownErrorShare: 0,
    illShare: 0,
    illFailShare: 0,
    illSeconds: 0,
    running: 0,
    warmth: 0,
    gcShare: 0,
    callsFactor: 1,
    capacity: 0,
    errorShare: 0,
    mix: emptyMix(),
  };
}

/** Random streams of one service, one per concern. */
export interface ServiceStreams {
  readonly demand: RandomStream;
  readonly tasks: RandomStream;
  readonly sampling: RandomStream;
  readonly publication: RandomStream;
}

export interface FleetStreams {
  readonly services: readonly ServiceStreams[];
  readonly api: RandomStream;
}

/** A service's parts side by side. */
export interface ServiceView {
  readonly spec: ServiceSpec;
  readonly state: ServiceState;
  readonly flow: Flow;
  readonly streams: ServiceStreams;
}

export interface PlantParts {
  readonly options: FleetOptions;
  readonly spec: FleetSpec;
  readonly state: PlantState;
  readonly streams: FleetStreams;
  readonly flows: readonly Flow[];
}

export interface Plant extends PlantParts {
  /** By the index of the service. */
  readonly views: readonly ServiceView[];
}

/** A plant of these parts. */
export function assemblePlant(parts: PlantParts): Plant {
  const views = parts.spec.services.map((spec, index) => {
    const state = parts.state.services[index];
    const flow = parts.flows[index];
    const streams = parts.streams.services[index];
    if (!state || !flow || !streams) throw new RangeError(`The snapshot lacks ${spec.id}; take it anew`);
    return { spec, state, flow, streams };
  });
  return { ...parts, views };
}

/** The parts of the service with this index. Throws a RangeError when there is none. */
export function viewOf(plant: Plant, index: number): ServiceView {
  const view = plant.views[index];
  if (!view) throw new RangeError(`The fleet has no service with index ${index}`);
  return view;
}

/** The fixed part of a call of the graph. Throws a RangeError when there is none. */
export function callSpecOf(plant: Plant, index: number): CallSpec {
  const call = plant.spec.calls[index];
  if (!call) throw new RangeError(`The fleet has no call with index ${index}`);
  return call;
}

/** The state of a call of the graph. Throws a RangeError when there is none. */
export function callOf(plant: Plant, index: number): CallState {
  const call = plant.state.calls[index];
  if (!call) throw new RangeError(`The fleet has no call with index ${index}`);
  return call;
}

/** The state of a service's database, or undefined for a service without one. */
export function databaseOf(plant: Plant, { pool }: ServiceSpec): DatabaseState | undefined {
  return pool && plant.state.databases[pool.database];
}
