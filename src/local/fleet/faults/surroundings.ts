// Faults outside the code: F8, a slow third party; F12, one bad task; F25, a wrong route or an expired certificate.

import type { Accident } from '../accident.ts';
import { type Plant, viewOf } from '../plant.ts';
import { scaled } from './deployments.ts';
import type { AccidentModel } from './model.ts';

/** Seconds a slow third party takes: around its callers' timeout, and beyond it. */
const SLOW_SECONDS = { mild: 2.5, severe: 12 } as const;
/** Speed that a noisy neighbour leaves a task. */
const BAD_TASK_SPEED = { mild: 0.2, severe: 0.04 } as const;
/** Share of requests that a wrong route loses; an expired certificate loses all. */
const BROKEN_SHARE = { mild: 0.35, severe: 1 } as const;

function externalOf(plant: Plant, { service }: Accident) {
  const spec = plant.spec.externals.find(({ caller }) => caller === service);
  const state = spec && plant.state.externals[spec.index];
  return spec && state && { spec, state };
}

/** F8: a third party takes seconds where it took tenths of them. */
export const slowThirdParty: AccidentModel = {
  canStrike: ({ name }) => name === 'payment',
  shapes: ['step', 'ramp', 'intermittent'],
  minutes: { from: 40, to: 120 },
  relievedBy: ['intervention'],
  exert(plant, accident, intensity) {
    const external = externalOf(plant, accident);
    if (!external || external.state.fixedAt >= accident.onset) return;
    const factor = scaled(SLOW_SECONDS, accident.strength) / external.spec.seconds;
    external.state.slowFactor = Math.max(external.state.slowFactor, 1 + (factor - 1) * intensity);
  },
  findMend(plant, accident) {
    const external = externalOf(plant, accident);
    const isFixed = external !== undefined && external.state.fixedAt >= accident.onset;
    return isFixed ? viewOf(plant, accident.service).state.lastIntervention.cause : undefined;
  },
};

/** F12: the host of one task is starved, and so is every request that this task is dealt. */
export const badTask: AccidentModel = {
  canStrike: ({ kind, peakTasks }) => kind === 'http' && peakTasks <= MOST_TASKS_TO_NOTICE,
  shapes: ['step'],
  minutes: { from: 180, to: 420 },
  begin(plant, accident) {
    const { state } = viewOf(plant, accident.service);
    const running = state.tasks.filter(({ phase }) => phase === 'running');
    const task = running[Math.floor(accident.salt * running.length)];
    if (!task) return;
    task.speed = scaled(BAD_TASK_SPEED, accident.strength);
    accident.boundTo = task.id;
  },
  findMend(plant, { service, boundTo, onset, isBeingFixed }) {
    const { state } = viewOf(plant, service);
    if (isBeingFixed) return { by: 'owner' };
    const isThere = state.tasks.some(({ id, phase }) => id === boundTo && phase !== 'draining');
    if (isThere) return undefined;
    if (state.lastTaskStop.taskId === boundTo) return state.lastTaskStop.cause;
    return state.lastDeployment.at >= onset ? state.lastDeployment.cause : { by: 'platform' };
  },
  fix(plant, { service, boundTo }) {
    const task = viewOf(plant, service).state.tasks.find(({ id }) => id === boundTo);
    if (task) task.speed = 1;
  },
};

/** One bad task among many drowns; among so few it shows. */
const MOST_TASKS_TO_NOTICE = 8;

/** F25: requests do not reach the service at all. */
export const wrongRoute: AccidentModel = {
  canStrike: ({ kind, name, tier }) => kind === 'http' && name !== 'web' && tier !== 'optional',
  shapes: ['step'],
  minutes: { from: 60, to: 180 },
  exert(plant, accident) {
    const { flow, state } = viewOf(plant, accident.service);
    if (state.routeSwitchedAt >= accident.onset) return;
    flow.effects.brokenShare = scaled(BROKEN_SHARE, accident.strength);
  },
  findMend(plant, { service, onset }) {
    const { state } = viewOf(plant, service);
    return state.routeSwitchedAt >= onset ? state.lastIntervention.cause : undefined;
  },
};
