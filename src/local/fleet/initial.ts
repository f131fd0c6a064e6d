// The state in which a fleet begins: in balance with the demand of its first minute, every task warm.

import type { Cause } from './accident.ts';
import { TARGET_CPU_PERCENT } from './autoscaler.ts';
import { demandProfile } from './demand.ts';
import { emptyMinute } from './minute.ts';
import type { FleetOptions } from './plant.ts';
import { MINUTE_MS } from './plant.ts';
import { emptyPublication } from './publication.ts';
import { openStream } from './random.ts';
import { FIRST_SCHEMA, nextRevision } from './revisions.ts';
import type { SeriesDirectory } from './series.ts';
import { PEAK_UTILIZATION } from './sizing.ts';
import type { FleetSpec, ServiceSpec } from './spec.ts';
import type { PlantState, ServiceState, TaskState } from './state.ts';
import { tellStory } from './story.ts';
import { newTask } from './tasks.ts';

const NOBODY: Cause = { by: 'nature' };
const NEVER = { at: 0, cause: NOBODY } as const;
/** Versions and configurations that every service has behind it. */
const MOST_EARLIER_VERSIONS = 60;
const LEAST_EARLIER_VERSIONS = 5;
const DAY_MS = 86_400_000;

/** The state of a fleet at its first instant. */
export function initialState(options: FleetOptions, spec: FleetSpec, directory: SeriesDirectory): PlantState {
  const now = (Math.floor(options.startAt / MINUTE_MS) * MINUTE_MS) as FleetOptions['startAt'];
  return {
    now,
    services: spec.services.map((service) => initialService(options, service)),
    calls: spec.calls.map(() => ({
      attempts: 0,
      retryPool: 0,
      failChance: 0,
      meanSeconds: 0.05,
      breakerOpenUntil: 0,
    })),
    databases: spec.databases.map(() => ({
      slowdown: 1,
      grantedShare: 1,
      cpuSum: 0,
      connectionsMax: 0,
      steps: 0,
    })),
    externals: spec.externals.map(() => ({ slowFactor: 1, fixedAt: 0 })),
    queues: spec.queues.map(() => ({ cohorts: [], sent: 0, deleted: 0, depthMax: 0, ageMax: 0 })),
    accidents: tellStory(options, spec),
    published: emptyPublication(now / MINUTE_MS, directory.count),
    events: [],
    nextEventId: 1,
    log: [],
  };
}

function initialService(options: FleetOptions, spec: ServiceSpec): ServiceState {
  const desired = initialTasks(options, spec);
  const past = initialPast(options, spec);
  return {
    ...past,
    desired,
    tasks: Array.from({ length: desired }, (_, id) => warmTask(id, past)),
    nextTaskId: desired,
    autoscaler: spec.isAutoscaled
      ? { min: spec.minTasks, max: spec.maxTasks, minutesHigh: 0, minutesLow: 0, lastScaledAt: 0 }
      : undefined,
    lastScaling: NEVER,
    lastIntervention: NEVER,
    lastTaskStop: { ...NEVER, taskId: -1 },
    ...initialTraffic(spec),
    minute: emptyMinute(),
    sli: { typicalP99: 0, isDeparted: false, minutesNormal: 0 },
    totals: { requests: 0, failedRequests: 0, userRequests: 0, userFailedRequests: 0, floorBreachMinutes: 0 },
  };
}

/** Versions and configurations: every service has some behind it, and came to the present one days ago. */
function initialPast(options: FleetOptions, spec: ServiceSpec) {
  const stream = openStream(options.seed, `history/${spec.index}`);
  const earlier = LEAST_EARLIER_VERSIONS + Math.floor(stream.uniform() * MOST_EARLIER_VERSIONS);
  const replacedAt = Math.round(options.startAt - (1 + 6 * stream.uniform()) * DAY_MS);
  return {
    replacedAt,
    revisions: [earlier, earlier + 1].map((number) =>
      nextRevision(undefined, { number, createdAt: replacedAt }),
    ),
    revision: earlier + 1,
    previous: { version: earlier, replacedAt },
    stableRevision: earlier + 1,
    schema: FIRST_SCHEMA,
    deploymentSerial: 1,
    deployment: undefined,
    lastDeployment: NEVER,
    newestConfiguration: 2,
    configuration: 2,
    effectiveConfiguration: 2,
    previousConfiguration: { version: 1, replacedAt },
    rollout: undefined,
    lastConfiguration: NEVER,
  };
}

function initialTraffic(spec: ServiceSpec) {
  return {
    backlog: 0,
    userRetryPool: 0,
    userFailChance: 0,
    meanSeconds: spec.cpuSeconds + spec.ioSeconds,
    utilization: 0,
    demandNoise: 0,
    balancing: 'round-robin' as const,
    shedShare: 0,
    shedUntil: 0,
    routeSwitchedAt: 0,
  };
}

/** Without the platform everything is sized for the top of the day, as anybody would. */
function initialTasks({ startAt, isPlatformActive = true }: FleetOptions, spec: ServiceSpec): number {
  if (!spec.isAutoscaled || !isPlatformActive) return spec.peakTasks;
  const busy = spec.peakTasks * PEAK_UTILIZATION * demandProfile(startAt, startAt);
  const wanted = Math.ceil(busy / (TARGET_CPU_PERCENT / 100));
  return Math.min(spec.maxTasks, Math.max(spec.minTasks, wanted));
}

/** A task that has been running since the present version came, and is warm. */
function warmTask(id: number, past: ReturnType<typeof initialPast>): TaskState {
  const task = newTask(id, past, past.replacedAt);
  task.phase = 'running';
  task.warmth = 1;
  return task;
}
