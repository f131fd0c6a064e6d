// What the classifier of failure types looks at: the evidence on one suspect as a row of numbers. One implementation for
// training and for serving; names and order are frozen by the hash in the manifest of the model.

import { secondsBetween } from '#domain/ids.ts';
import type { IndicatorName } from '#domain/signal/indicator.ts';
import {
  asDoublings,
  doublings,
  doublingsSinceOnset,
  errorRise,
  pausesOfErrors,
  stepsOff,
} from './measured-signs.ts';
import {
  illShare,
  leadOf,
  lostCalls,
  minutesFromDeployment,
  minutesSince,
  partLeft,
  worst,
  worstErrors,
} from './surrounding-signs.ts';
import type { Suspect } from './suspect.ts';

const MOST_MINUTES = 180;
const PERCENT = 100;

type Sign = (suspect: Suspect) => number;

function grown(indicator: IndicatorName): Sign {
  return ({ facts }) => doublings(facts, indicator);
}

function beyond(indicator: IndicatorName, other: IndicatorName): Sign {
  return ({ facts }) => doublings(facts, indicator) - doublings(facts, other);
}

function off(indicator: IndicatorName): Sign {
  return (suspect) => stepsOff(suspect, indicator);
}

function isKnown(indicator: IndicatorName): Sign {
  return ({ facts: { now } }) => (now[indicator] === undefined ? 0 : 1);
}

function level(indicator: IndicatorName, unit: number, otherwise = 0): Sign {
  return ({ facts: { now } }) => (now[indicator] ?? otherwise) / unit;
}

const SIGNS = {
  trafficGrowth: grown('throughput'),
  middleGrowth: grown('latency-p50'),
  tailGrowth: grown('latency-p99'),
  cpuGrowth: grown('cpu'),
  memoryGrowth: grown('memory'),
  connectionGrowth: grown('connections'),
  queueAgeGrowth: grown('queue-age'),
  queueDepthGrowth: grown('queue-depth'),
  tailBeyondMiddle: beyond('latency-p99', 'latency-p50'),
  cpuPerRequest: beyond('cpu', 'throughput'),
  connectionsPerRequest: beyond('connections', 'throughput'),
  errorShare: level('error-share', 1),
  errorRise: ({ facts }) => errorRise(facts),
  cpu: level('cpu', PERCENT),
  memory: level('memory', PERCENT),
  healthyShare: level('healthy-share', 1, 1),
  errorsOff: off('error-share'),
  middleOff: off('latency-p50'),
  tailOff: off('latency-p99'),
  trafficOff: off('throughput'),
  cpuOff: off('cpu'),
  memoryOff: off('memory'),
  errorsSinceOnset: (suspect) => doublingsSinceOnset(suspect, 'error-share'),
  tailSinceOnset: (suspect) => doublingsSinceOnset(suspect, 'latency-p99'),
  trafficSinceOnset: (suspect) => doublingsSinceOnset(suspect, 'throughput'),
  cpuSinceOnset: (suspect) => doublingsSinceOnset(suspect, 'cpu'),
  pausesOfErrors,
  memoryClimbMinutes: ({ facts: { memoryRise } }) => Math.min(MOST_MINUTES, memoryRise?.minutes ?? 0),
  memoryClimb: ({ facts: { memoryRise } }) => (memoryRise ? memoryRise.to - memoryRise.from : 0) / PERCENT,
  memoryPartLeft: ({ facts: { memoryRise, now } }) => partLeft(memoryRise, now.memory),
  memoryClimbFromDeployment: ({ facts }) => minutesFromDeployment(facts, facts.memoryRise),
  connectionClimbMinutes: ({ facts: { connectionRise } }) =>
    Math.min(MOST_MINUTES, connectionRise?.minutes ?? 0),
  connectionClimb: ({ facts: { connectionRise } }) =>
    connectionRise && connectionRise.from > 0 ? asDoublings(connectionRise.to / connectionRise.from) : 0,
  connectionPartLeft: ({ facts: { connectionRise, now } }) => partLeft(connectionRise, now.connections),
  minutesSinceDeployment: ({ facts }) => minutesSince(facts, 'deployment'),
  minutesSinceConfiguration: ({ facts }) => minutesSince(facts, 'configuration'),
  minutesSinceOnset: ({ facts, now }) => Math.min(MOST_MINUTES, secondsBetween(facts.onsetAt, now) / 60),
  callers: ({ callers }) => callers.length,
  callerGrowth: ({ facts }) => asDoublings(facts.callerGrowth),
  trafficBeyondCallers: ({ facts }) => doublings(facts, 'throughput') - asDoublings(facts.callerGrowth),
  callersIll: ({ callers }) => illShare(callers),
  callerErrors: ({ callers }) => worstErrors(callers),
  dependenciesIll: ({ dependencies }) => illShare(dependencies),
  dependenciesDown: ({ facts }) => facts.downDependencies.length,
  dependenciesStarved: ({ facts }) => facts.starvedDependencies.length,
  dependenciesUnmeasured: ({ facts }) => facts.unmeasuredDependencies.length,
  dependencyErrors: ({ dependencies }) => worstErrors(dependencies),
  dependencyTail: ({ dependencies }) => worst(dependencies, (each) => doublings(each, 'latency-p99')),
  dependencyMiddle: ({ dependencies }) => worst(dependencies, (each) => doublings(each, 'latency-p50')),
  dependencyCpu: ({ dependencies }) => worst(dependencies, ({ now }) => (now.cpu ?? 0) / PERCENT),
  dependencyLostCalls: ({ dependencies }) => lostCalls(dependencies),
  dependencyLead: ({ dependencies, facts }) => leadOf(dependencies, facts),
  othersIll: ({ all }) => illShare(all),
  othersLead: ({ all, facts }) => leadOf(all, facts),
  knowsErrors: isKnown('error-share'),
  knowsLatency: isKnown('latency-p99'),
  knowsHealthyShare: isKnown('healthy-share'),
  knowsConnections: isKnown('connections'),
  knowsQueue: isKnown('queue-age'),
} as const satisfies Record<string, Sign>;

/** In the order that models are trained on. */
export const FAILURE_TYPE_FEATURE_NAMES: readonly string[] = Object.keys(SIGNS);

/** The evidence on one suspect; every number is finite, whatever is unknown. */
export function failureTypeRow(suspect: Suspect): readonly number[] {
  return Object.values(SIGNS).map((sign) => sign(suspect));
}
