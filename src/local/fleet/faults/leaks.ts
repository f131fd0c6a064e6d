// Faults that grow with every request served: F4, memory; F5, database connections.

import type { Accident, Cause } from '../accident.ts';
import { beginDeployment } from '../deployment.ts';
import { type Plant, viewOf } from '../plant.ts';
import { registerRevision } from '../revisions.ts';
import type { ServiceSpec } from '../spec.ts';
import { deployFix, findNewerDeployment, isRevisionBack, scaled } from './deployments.ts';
import type { AccidentModel } from './model.ts';

/** Minutes of usual traffic in which the leak fills the memory, or the pool, of a task. */
const MEMORY_FILL_MINUTES = { mild: 150, severe: 60 } as const;
const POOL_FILL_MINUTES = { mild: 90, severe: 35 } as const;
/** Usual traffic, as a share of the peak. */
const USUAL_SHARE = 0.75;

function usualRequestsPerTask({ peakRequestsPerSecond, peakTasks }: ServiceSpec): number {
  return Math.max(0.1, (USUAL_SHARE * peakRequestsPerSecond) / peakTasks);
}

/** F4: memory that is never given back; from a new version, or in processes that something old has set off. */
export const memoryLeak: AccidentModel = {
  canStrike: ({ kind }) => kind === 'http',
  shapes: ['step'],
  minutes: { from: 240, to: 420 },
  begin(plant, accident) {
    if (accident.origin === 'old') return;
    accident.boundTo = registerRevision(plant, accident.service, {});
    beginDeployment(plant, accident.service, accident.boundTo, { by: 'owner' });
  },
  exert(plant, accident) {
    const { spec, flow } = viewOf(plant, accident.service);
    const headroomMb = spec.memoryLimitMb - spec.residentMb - spec.cacheMb;
    const requests = usualRequestsPerTask(spec) * scaled(MEMORY_FILL_MINUTES, accident.strength) * 60;
    flow.effects.leakMbPerRequest = headroomMb / requests;
    limitLeak(plant, accident);
  },
  findMend: (plant, accident) =>
    accident.origin === 'old' ? findYoungTasks(plant, accident) : findNewerDeployment(plant, accident),
  isBack: isRevisionBack,
  fix: deployFix,
};

/** F5: connections that are never given back to the pool of the task. */
export const connectionLeak: AccidentModel = {
  canStrike: ({ pool }) => pool !== undefined,
  shapes: ['step'],
  minutes: { from: 180, to: 360 },
  exert(plant, accident) {
    const { spec, flow } = viewOf(plant, accident.service);
    const requests = usualRequestsPerTask(spec) * scaled(POOL_FILL_MINUTES, accident.strength) * 60;
    flow.effects.leakConnectionsPerRequest = (spec.pool?.size ?? 0) / requests;
    limitLeak(plant, accident);
  },
  findMend: findYoungTasks,
  fix: deployFix,
};

/** A version leaks in all its tasks; an old leak only in those that were there when it was set off. */
function limitLeak(plant: Plant, { service, origin, onset, boundTo }: Accident): void {
  const { effects } = viewOf(plant, service).flow;
  if (origin === 'old') effects.leakBornBefore = onset;
  if (origin === 'deployment') effects.leakRevision = boundTo ?? 0;
}

/** An old leak is gone with the last task that was there when it began. */
function findYoungTasks(plant: Plant, { service, onset }: Accident): Cause | undefined {
  const { state } = viewOf(plant, service);
  const isAnyOld = state.tasks.some(({ bornAt, phase }) => bornAt < onset && phase !== 'draining');
  if (isAnyOld) return undefined;
  return state.lastDeployment.at >= onset ? state.lastDeployment.cause : { by: 'platform' };
}
