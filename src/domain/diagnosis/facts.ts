// The facts a diagnosis rests on, for one service: what was usual before the onset, what is now, what was changed, and
// who around it is ill. Computed from observed data only; the questions of the decision tree read nothing else.

import type { Anomaly } from '#domain/anomaly/anomaly.ts';
import { medianOf } from '#domain/baseline/robust.ts';
import type { Change } from '#domain/change/change.ts';
import { findSteadyRise, type Rise } from '#domain/diagnosis/steady-rise.ts';
import type { HealthRecord } from '#domain/health/health.ts';
import { type Instant, type ServiceId, secondsAfter } from '#domain/ids.ts';
import type { Service } from '#domain/service/service.ts';
import { callersOf, dependenciesOf } from '#domain/service/topology.ts';
import { type IndicatorName, IndicatorValues } from '#domain/signal/indicator.ts';

/** Health before the onset that says what is usual; the last minutes before it may be touched already. */
const USUAL_SECONDS = 3600;
const USUAL_GUARD_SECONDS = 180;
/** Minutes whose median is "now": the shortest that one outlier cannot move. */
const NOW_MINUTES = 3;
/** From here on a dependency fails more often than it answers. */
const DOWN_ERROR_SHARE = 0.5;
const DOWN_HEALTHY_SHARE = 0.2;
/** Beside a service that is surely ill, a first look at this much harm is enough: one more request in ten fails. */
const EVIDENT_ERROR_RISE = 0.1;
/** The same for a tail that is so many times as slow: twice as slow comes by itself. */
const EVIDENT_SLOWDOWN = 3;
/** Traffic falls by a third within minutes when a route or a certificate breaks, and hardly by itself. */
const STARVED_SHARE = 0.72;
const AS_USUAL_SHARE = 0.9;
/** A change up to so long after the onset may still be its cause: both are known to a minute or two only. */
export const CHANGE_GRACE_SECONDS = 180;

/** What was observed of one service, oldest first. */
export interface Observation {
  readonly serviceId: ServiceId;
  readonly health: readonly HealthRecord[];
  /** Since the onset of the incident. */
  readonly anomalies: readonly Anomaly[];
  readonly changes: readonly Change[];
}

/** What one service shows by itself. */
interface OwnFacts {
  readonly serviceId: ServiceId;
  readonly isIll: boolean;
  readonly onsetAt: Instant;
  /** Medians of the hour before the onset, and of the last minutes. */
  readonly usual: IndicatorValues;
  readonly now: IndicatorValues;
  readonly memoryRise: Rise | undefined;
  readonly connectionRise: Rise | undefined;
  /** Changes by people or the platform before the onset, newest first. */
  readonly changesBefore: readonly Change[];
}

export interface ServiceFacts extends OwnFacts {
  /** Growth of traffic of the caller that grew most, 1 is as usual; undefined without callers that are measured. */
  readonly callerGrowth: number | undefined;
  readonly illDependencies: readonly ServiceId[];
  /** Those of them that answer hardly anything. */
  readonly downDependencies: readonly ServiceId[];
  /** Healthy dependencies that its calls no longer reach: they get far fewer requests, and it gets as many as usual. */
  readonly starvedDependencies: readonly ServiceId[];
  /** Dependencies of which nothing is measured: third parties. */
  readonly unmeasuredDependencies: readonly ServiceId[];
}

/** The facts of every observed service, by service. `onsetAt` is that of the incident. */
export function gatherFacts(
  observations: readonly Observation[],
  services: readonly Service[],
  onsetAt: Instant,
): ReadonlyMap<ServiceId, ServiceFacts> {
  const own = new Map(observations.map((each) => [each.serviceId, ownFactsOf(each, onsetAt)]));
  const all = [...own.values()].map((facts): ServiceFacts => {
    const dependencies = dependenciesOf(services, facts.serviceId);
    const measured = dependencies.map((id) => own.get(id)).filter((each) => each !== undefined);
    const ill = measured.filter(({ isIll }) => isIll);
    const growths = callersOf(services, facts.serviceId)
      .map((caller) => growthOf(own.get(caller), 'throughput'))
      .filter((growth) => growth !== undefined);
    return {
      ...facts,
      callerGrowth: growths.length === 0 ? undefined : Math.max(...growths),
      illDependencies: ill.map(({ serviceId }) => serviceId),
      downDependencies: ill.filter(isDown).map(({ serviceId }) => serviceId),
      starvedDependencies: findStarved(measured, facts),
      unmeasuredDependencies: dependencies.filter((id) => !isMeasured(own.get(id))),
    };
  });
  return new Map(all.map((facts) => [facts.serviceId, facts]));
}

function ownFactsOf(
  { serviceId, health, anomalies, changes }: Observation,
  incidentOnset: Instant,
): OwnFacts {
  const onsets = anomalies.map(({ onsetAt }) => onsetAt).toSorted((a, b) => a - b);
  const onsetAt = onsets[0] ?? incidentOnset;
  const usualUntil = secondsAfter(onsetAt, -USUAL_GUARD_SECONDS);
  const usualFrom = secondsAfter(usualUntil, -USUAL_SECONDS);
  const changedUntil = secondsAfter(onsetAt, CHANGE_GRACE_SECONDS);
  const usual = medianValues(health.filter(({ at }) => at >= usualFrom && at < usualUntil));
  const now = medianValues(latestOf(health, onsetAt));
  return {
    serviceId,
    isIll: anomalies.length > 0 || isEvidentlyIll({ usual, now }),
    onsetAt,
    usual,
    now,
    memoryRise: findSteadyRise(samplesOf(health, 'memory')),
    connectionRise: findSteadyRise(samplesOf(health, 'connections')),
    changesBefore: changes.filter(({ at, by }) => at <= changedUntil && by !== 'fleetmedic').toReversed(),
  };
}

/** What detection has yet to see for long enough: by itself no reason for an incident, but next to one a suspect. */
function isEvidentlyIll(values: Pick<OwnFacts, 'usual' | 'now'>): boolean {
  const { usual, now } = values;
  const errorRise = (now['error-share'] ?? 0) - (usual['error-share'] ?? 0);
  return errorRise >= EVIDENT_ERROR_RISE || (growthOf(values, 'latency-p99') ?? 1) >= EVIDENT_SLOWDOWN;
}

/** The last minutes after that of the onset, which is ill in part only; any while there are none. */
function latestOf(health: readonly HealthRecord[], onsetAt: Instant): readonly HealthRecord[] {
  const last = health.slice(-NOW_MINUTES);
  const since = last.filter(({ at }) => at > onsetAt);
  return since.length > 0 ? since : last;
}

function isMeasured(facts: OwnFacts | undefined): boolean {
  return facts !== undefined && Object.keys(facts.now).length > 0;
}

/** When it no longer reaches any of them, it is itself that fails. */
function findStarved(dependencies: readonly OwnFacts[], caller: OwnFacts): readonly ServiceId[] {
  const starved = dependencies.filter((each) => isStarved(each, caller));
  const isOwnFailure = starved.length > 1 && starved.length === dependencies.length;
  return isOwnFailure ? [] : starved.map(({ serviceId }) => serviceId);
}

/** Well, and with much less to do than its caller still sends. */
function isStarved(dependency: OwnFacts, caller: OwnFacts): boolean {
  const [got, sent] = [growthOf(dependency, 'throughput'), growthOf(caller, 'throughput')];
  if (got === undefined || sent === undefined || dependency.isIll) return false;
  return got <= STARVED_SHARE && sent >= AS_USUAL_SHARE;
}

function isDown({ now }: OwnFacts): boolean {
  return (now['error-share'] ?? 0) >= DOWN_ERROR_SHARE || (now['healthy-share'] ?? 1) <= DOWN_HEALTHY_SHARE;
}

/** The median of each indicator over some minutes; an indicator without any value stays unknown. */
export function medianValues(health: readonly HealthRecord[]): IndicatorValues {
  const names = new Set(health.flatMap(({ indicators }) => Object.keys(indicators) as IndicatorName[]));
  const medians = [...names].map((name) => [
    name,
    medianOf(samplesOf(health, name).map(({ value }) => value)),
  ]);
  return IndicatorValues.parse(Object.fromEntries(medians));
}

function samplesOf(health: readonly HealthRecord[], name: IndicatorName) {
  return health.flatMap(({ at, indicators }) => {
    const value = indicators[name];
    return value === undefined ? [] : [{ at, value }];
  });
}

/** How many times its usual value an indicator has now; undefined when either is unknown or nothing was usual. */
export function growthOf(
  facts: Pick<OwnFacts, 'usual' | 'now'> | undefined,
  indicator: IndicatorName,
): number | undefined {
  const [now, usual] = [facts?.now[indicator], facts?.usual[indicator]];
  return now === undefined || usual === undefined || usual <= 0 ? undefined : now / usual;
}
