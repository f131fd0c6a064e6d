// How large each service is built: tasks for the top of its day, its autoscaler's bounds and its quota.

import type { ServiceId } from '#domain/ids.ts';
import type { ServicePlan } from './blueprint.ts';
import type { CallSpec, ServiceSpec } from './spec.ts';

/** Use of the processors at the top of the day: leaves a third in hand for the loss of one zone of three. */
export const PEAK_UTILIZATION = 0.62;
/** Least tasks, one per zone of the two that must survive. */
const LEAST_TASKS = 3;
const AUTOSCALER_FLOOR_SHARE = 0.4;
const AUTOSCALER_CEILING_SHARE = 1.8;
/** Quota of tasks, as a multiple of the peak. */
const QUOTA_SHARE = 3;
const USER_TIMEOUT_SECONDS = 5;
/** Callers of deep services wait longer than people before the screen. */
const DEFAULT_VCPUS = 0.5;
const DEFAULT_WORKERS = 48;
const TASK_MEMORY_MB = 1024;
const RESIDENT_SHARE = 0.42;
const CACHE_SHARE = 0.12;
const MISS_CPU_FACTOR = 2.5;
/** Connections a task keeps open at rest, as a share of its pool. */
const MIN_IDLE_SHARE = 0.25;
const CONNECTION_HOLD_SECONDS = 0.015;

/** Average processor time per request as a multiple of that of a cache hit, at a given hit share. */
export function missFactor(hitShare: number, missCpuFactor: number): number {
  return 1 + (missCpuFactor - 1) * (1 - hitShare);
}

interface PlannedFleet {
  readonly plans: readonly ServicePlan[];
  readonly factors: readonly number[];
  readonly calls: readonly CallSpec[];
  readonly order: readonly number[];
}

/** Requests per second of each service at the top of the day, before any failure. */
export function peakArrivals(fleet: PlannedFleet): number[] {
  const { plans, factors } = fleet;
  const arrivals = plans.map((plan, index) => (plan.userRequestsPerSecond ?? 0) * (factors[index] ?? 1));
  for (const from of fleet.order) {
    for (const call of fleet.calls) if (call.from === from) passOn(plans, arrivals, call);
    handOver(plans, arrivals, from);
  }
  return arrivals;
}

function passOn(plans: readonly ServicePlan[], arrivals: number[], call: CallSpec): void {
  if (call.to === undefined) return;
  const missShare = call.isOnMiss ? 1 - (plans[call.from]?.cacheHitShare ?? 0) : 1;
  arrivals[call.to] =
    (arrivals[call.to] ?? 0) + (arrivals[call.from] ?? 0) * call.callsPerRequest * missShare;
}

/** Messages reach the consumer of the same cell; cells are filled in order, so the nearest consumer is the right one. */
function handOver(plans: readonly ServicePlan[], arrivals: number[], from: number): void {
  const topic = plans[from]?.sendsTo;
  if (!topic) return;
  const consumer = plans.findIndex((plan, index) => index > from && plan.consumes === topic);
  if (consumer >= 0) arrivals[consumer] = (arrivals[consumer] ?? 0) + (arrivals[from] ?? 0);
}

interface ServicePlace {
  readonly index: number;
  readonly id: ServiceId;
  readonly scope: string;
  readonly factor: number;
  /** Requests per second at the top of the day. */
  readonly arrivals: number;
  readonly calls: readonly CallSpec[];
}

/** A service as built for its load; pool and queue indexes are filled in by the topology. */
export function sizeService(plan: ServicePlan, place: ServicePlace): ServiceSpec {
  const ofCall = (end: 'from' | 'to') =>
    place.calls.flatMap((call) => (call[end] === place.index ? [call.index] : []));
  return {
    index: place.index,
    id: place.id,
    scope: place.scope,
    name: plan.name,
    kind: plan.consumes ? 'consumer' : 'http',
    tier: plan.tier,
    userRequestsPerSecond: (plan.userRequestsPerSecond ?? 0) * place.factor,
    userTimeoutSeconds: USER_TIMEOUT_SECONDS,
    peakRequestsPerSecond: place.arrivals,
    ...sizeTask(plan),
    ...sizeTaskCount(plan, place.arrivals),
    pool: plan.database ? buildPool(plan) : undefined,
    outgoing: ofCall('from'),
    incoming: ofCall('to'),
    sendsTo: undefined,
    consumes: undefined,
  };
}

/** What one task is given, and what a request costs it. */
function sizeTask(plan: ServicePlan) {
  const { vcpus = DEFAULT_VCPUS, workers = DEFAULT_WORKERS, cacheHitShare = 0 } = plan;
  return {
    cpuSeconds: plan.cpuMs / 1000,
    ioSeconds: plan.ioMs / 1000,
    vcpusPerTask: vcpus,
    workersPerTask: workers,
    memoryLimitMb: TASK_MEMORY_MB,
    residentMb: TASK_MEMORY_MB * RESIDENT_SHARE,
    cacheMb: TASK_MEMORY_MB * CACHE_SHARE,
    cacheHitShare,
    missCpuFactor: cacheHitShare > 0 ? MISS_CPU_FACTOR : 1,
  };
}

/** Tasks for the top of the day, and the bounds of what others may make of them. */
function sizeTaskCount(plan: ServicePlan, arrivals: number) {
  const { cpuSeconds, cacheHitShare, missCpuFactor, vcpusPerTask } = sizeTask(plan);
  const busyVcpus = arrivals * cpuSeconds * missFactor(cacheHitShare, missCpuFactor);
  const peakTasks = Math.max(LEAST_TASKS, Math.ceil(busyVcpus / (vcpusPerTask * PEAK_UTILIZATION)));
  return {
    isAutoscaled: plan.isAutoscaled ?? false,
    peakTasks,
    minTasks: Math.max(2, Math.ceil(peakTasks * AUTOSCALER_FLOOR_SHARE)),
    maxTasks: Math.ceil(peakTasks * AUTOSCALER_CEILING_SHARE),
    quotaTasks: peakTasks * QUOTA_SHARE,
    minimumHealthyPercent: plan.isStopThenStart ? 60 : 100,
    maximumPercent: plan.isStopThenStart ? 100 : 200,
  };
}

function buildPool({ poolSize = 20, queriesPerRequest = 1 }: ServicePlan): ServiceSpec['pool'] {
  return {
    database: 0,
    size: poolSize,
    minIdle: Math.ceil(poolSize * MIN_IDLE_SHARE),
    queriesPerRequest,
    holdSeconds: CONNECTION_HOLD_SECONDS,
  };
}
