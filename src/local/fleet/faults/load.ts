// Faults of too much work: F6, a surge of demand; F10, a storm of retries that outlives its trigger; F15, consumers too
// slow for their queue.

import type { Accident } from '../accident.ts';
import { demandProfile } from '../demand.ts';
import { MINUTE_MS, type Plant, viewOf } from '../plant.ts';
import { PEAK_UTILIZATION } from '../sizing.ts';
import { scaled } from './deployments.ts';
import type { AccidentModel } from './model.ts';

/** Demand after a surge as a multiple of what a service of fixed size can carry: doubling it is enough, not less. */
const SURGE_OVERLOAD = { mild: 1.15, severe: 1.6 } as const;
/** The same for an autoscaled service, as a multiple of its demand: its ceiling is never passed. */
const SURGE_FACTOR = { mild: 1.9, severe: 2.6 } as const;
const MOST_SURGE_OF_PEAK = 1.6;
/** Chance that a client without a retry budget repeats a failed request: five to eight attempts each. */
const STORM_RETRY_CHANCE = { mild: 0.82, severe: 0.88 } as const;
/** The trigger of a storm: processor time of requests, for some minutes. */
const TRIGGER_CPU_FACTOR = 4;
const TRIGGER_MINUTES = { mild: 4, severe: 7 } as const;
/** Messages after onset as a multiple of what the consumers can carry. */
const CONSUMER_OVERLOAD = { mild: 1.2, severe: 1.7 } as const;

/** The profile at the onset: part of the story, whatever an operator has done until then. */
function profileAtOnset({ options }: Plant, { onset }: Accident): number {
  return demandProfile(onset, options.startAt);
}

/** F6: more demand than the tasks can carry, within what more tasks could. */
export const demandSurge: AccidentModel = {
  canStrike: ({ kind, userRequestsPerSecond, tier }) =>
    kind === 'http' && userRequestsPerSecond > 0 && tier !== 'optional',
  shapes: ['step', 'ramp'],
  minutes: { from: 60, to: 180 },
  isDaytime: true,
  relievedBy: ['scaling'],
  exert(plant, accident, intensity) {
    const { spec, flow } = viewOf(plant, accident.service);
    const profile = profileAtOnset(plant, accident);
    const usual = spec.peakRequestsPerSecond * profile;
    const factor = spec.isAutoscaled
      ? Math.min(scaled(SURGE_FACTOR, accident.strength), MOST_SURGE_OF_PEAK / profile)
      : scaled(SURGE_OVERLOAD, accident.strength) / (PEAK_UTILIZATION * profile);
    flow.effects.extraRequests += usual * Math.max(0, factor - 1) * intensity;
  },
};

/** F10: a short loss of speed lets requests fail, clients repeat them, and the repetitions keep the service down. */
export const retryStorm: AccidentModel = {
  canStrike: ({ kind, isAutoscaled }) => kind === 'http' && !isAutoscaled,
  shapes: ['step'],
  minutes: { from: 150, to: 300 },
  isDaytime: true,
  relievedBy: ['intervention', 'scaling'],
  exert(plant, accident) {
    const { effects } = viewOf(plant, accident.service).flow;
    const triggerMs = scaled(TRIGGER_MINUTES, accident.strength) * MINUTE_MS;
    effects.stormRetryChance = scaled(STORM_RETRY_CHANCE, accident.strength);
    if (plant.state.now - accident.onset <= triggerMs) effects.cpuFactor *= TRIGGER_CPU_FACTOR;
  },
  findMend(plant, accident) {
    const { sli } = viewOf(plant, accident.service).state;
    const hasTriggered = plant.state.now - accident.onset > 2 * TRIGGER_MINUTES.severe * MINUTE_MS;
    return hasTriggered && sli.minutesNormal >= STORM_OVER_MINUTES ? { by: 'nature' } : undefined;
  },
};

/** Quiet minutes after which a storm is over. */
const STORM_OVER_MINUTES = 10;

/** F15: each message takes so long that the consumers fall behind. */
export const slowConsumers: AccidentModel = {
  canStrike: ({ kind }) => kind === 'consumer',
  shapes: ['step', 'ramp'],
  minutes: { from: 120, to: 240 },
  isDaytime: true,
  relievedBy: ['scaling'],
  exert(plant, accident, intensity) {
    const { effects } = viewOf(plant, accident.service).flow;
    const usual = PEAK_UTILIZATION * profileAtOnset(plant, accident);
    const factor = scaled(CONSUMER_OVERLOAD, accident.strength) / usual;
    effects.messageFactor *= 1 + Math.max(0, factor - 1) * intensity;
  },
};
