// The moving part of the simulated fleet: everything that a snapshot holds. Plain data only, changed in place by the
// modules beside this one, one part each.

import type { CloudEvent } from '#contracts/cloud-event.ts';
import type { Instant } from '#domain/ids.ts';
import type { Accident, Cause } from './accident.ts';
import type { PlantCall } from './calls.ts';

/** A container of a service. */
export interface TaskState {
  readonly id: number;
  /** Availability zone, 0 to 2. */
  readonly zone: number;
  readonly revision: number;
  /** Serial of the deployment that started it. */
  readonly deployment: number;
  readonly bornAt: number;
  phase: 'starting' | 'running' | 'draining';
  /** When a starting task joins the load balancer, or a draining one is gone, in milliseconds. */
  phaseEndsAt: number;
  /** 0 cold to 1 warm: caches, connection set-up, just-in-time compilation. */
  warmth: number;
  leakedMb: number;
  leakedConnections: number;
  /** Used share of its memory, of the last step. */
  memoryShare: number;
  /** Share of its usual speed that its host leaves it. */
  speed: number;
}

/** A registered task definition: what this version of the code does to the service's parameters. */
export interface Revision {
  readonly number: number;
  readonly createdAt: number;
  readonly cpuFactor: number;
  readonly memoryFactor: number;
  /** Calls to dependencies per request, as a multiple of the first version's. */
  readonly callsFactor: number;
  /** Database schema the code was written for; running below the migrated one breaks a share of the requests. */
  readonly schema: number;
  readonly failsHealthCheck: boolean;
}

/** A change and whom it is owed to. */
export interface Change {
  readonly at: number;
  readonly cause: Cause;
}

export interface DeploymentState {
  readonly serial: number;
  readonly revision: number;
  readonly startedAt: number;
  readonly cause: Cause;
  /** Tasks of it that did not come up. */
  failedTasks: number;
}

export interface PreviousVersionState {
  readonly version: number;
  readonly replacedAt: number;
}

export interface ConfigurationRollout {
  readonly version: number;
  readonly endsAt: number;
  readonly cause: Cause;
}

export interface AutoscalerState {
  min: number;
  max: number;
  /** Minutes in a row above, and clearly below, the target. */
  minutesHigh: number;
  minutesLow: number;
  lastScaledAt: number;
}

/** What has been gathered since the minute began. */
export interface MinuteState {
  requests: number;
  /** Those that a task has worked on: what the histogram holds. */
  answered: number;
  targetErrors: number;
  cpuSum: number;
  steps: number;
  memoryMax: number;
  healthyMin: number;
  unhealthyMax: number;
  runningSum: number;
  failed: number;
  callerRequests: number;
  /** Requests per latency bin. */
  histogram: number[];
}

/** What users notice of a service, in the plant's truth. */
export interface SliState {
  /** Slow mean of the tail latency in undisturbed minutes; 0 before the first. */
  typicalP99: number;
  isDeparted: boolean;
  /** Minutes in a row without departure. */
  minutesNormal: number;
}

export interface TotalsState {
  requests: number;
  failedRequests: number;
  userRequests: number;
  userFailedRequests: number;
  floorBreachMinutes: number;
}

export interface ServiceState {
  desired: number;
  tasks: TaskState[];
  nextTaskId: number;
  revisions: Revision[];
  revision: number;
  previous: PreviousVersionState | undefined;
  /** The last revision whose deployment completed: where the deployment circuit breaker goes back to. */
  stableRevision: number;
  schema: number;
  deploymentSerial: number;
  deployment: DeploymentState | undefined;
  /** Whom the last change of each sort is owed to, and when it was made. */
  lastDeployment: Change;
  /** Number of its newest configuration; all from 1 on are stored. */
  newestConfiguration: number;
  /** The version that is deployed, and the one that all tasks have fetched. */
  configuration: number;
  effectiveConfiguration: number;
  previousConfiguration: PreviousVersionState | undefined;
  rollout: ConfigurationRollout | undefined;
  lastConfiguration: Change;
  autoscaler: AutoscalerState | undefined;
  /** The last change of the desired count or its bounds, and the last act of another sort: breaker, shedding, route. */
  lastScaling: Change;
  lastIntervention: Change;
  lastTaskStop: Change & { readonly taskId: number };
  /** Requests waiting beyond what statistics explain. */
  backlog: number;
  /** Failed requests of people that will come again. */
  userRetryPool: number;
  /** Chance that a person's request fails, of the last step. */
  userFailChance: number;
  /** Mean seconds per request, of the last step. */
  meanSeconds: number;
  /** Busy share of the processors, of the last step. */
  utilization: number;
  /** AR(1) term of the demand. */
  demandNoise: number;
  balancing: 'round-robin' | 'least-outstanding';
  shedShare: number;
  shedUntil: number;
  /** When traffic was last led another way, in milliseconds; 0 for never. */
  routeSwitchedAt: number;
  minute: MinuteState;
  sli: SliState;
  totals: TotalsState;
}

export interface CallState {
  /** Attempts per second, of the last step. */
  attempts: number;
  retryPool: number;
  /** Chance that one attempt fails, of the last step. */
  failChance: number;
  /** Seconds of one attempt, of the last step, the timeout included. */
  meanSeconds: number;
  breakerOpenUntil: number;
}

export interface DatabaseState {
  /** Seconds per query as a multiple of the time at rest, of the last step. */
  slowdown: number;
  /** Share of the wanted connections that is granted. */
  grantedShare: number;
  cpuSum: number;
  connectionsMax: number;
  steps: number;
}

export interface ExternalState {
  /** Its latency as a multiple of a good day's. */
  slowFactor: number;
  /** When somebody last had it mended, in milliseconds; 0 for never. */
  fixedAt: number;
}

/** Messages that arrived in one minute and wait still. */
export interface QueueCohort {
  readonly at: number;
  count: number;
  isLate: boolean;
}

export interface QueueState {
  cohorts: QueueCohort[];
  sent: number;
  deleted: number;
  depthMax: number;
  ageMax: number;
}

/** One published series: a value and its lag per minute since `firstMinute`. A lag below zero is a missing point. */
export interface SeriesState {
  values: number[];
  lagSeconds: number[];
}

export interface PublishedState {
  /** Minutes since the epoch of the first kept value. */
  firstMinute: number;
  series: SeriesState[];
  /** Absent until the first minutes are dropped. */
  archive?: ArchiveState;
}

/** Five-minute points of what is kept longer, by the index of the series. */
export interface ArchiveState {
  /** Periods since the epoch of the first kept value. */
  firstPeriod: number;
  series: Record<number, number[]>;
}

export interface PlantState {
  now: Instant;
  services: ServiceState[];
  calls: CallState[];
  databases: DatabaseState[];
  externals: ExternalState[];
  queues: QueueState[];
  accidents: Accident[];
  published: PublishedState;
  events: CloudEvent[];
  nextEventId: number;
  log: PlantCall[];
}
