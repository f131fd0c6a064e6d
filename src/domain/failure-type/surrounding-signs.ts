// What happened around a suspect: changes before the onset, climbs that began long before, and the state of those who
// call it and of those it calls. Numbers without names: which service it is must not be learned.

import { clamp } from '#domain/baseline/robust.ts';
import type { ChangeKind } from '#domain/change/change.ts';
import type { ServiceFacts } from '#domain/diagnosis/facts.ts';
import type { Rise } from '#domain/diagnosis/steady-rise.ts';
import { type Instant, secondsBetween } from '#domain/ids.ts';
import { doublings, errorRise } from './measured-signs.ts';

/** Changes longer ago than this are as good as none, minutes. */
const LONG_AGO_MINUTES = 360;
/** Onsets further apart than this are not of one trouble, minutes. */
const APART_MINUTES = 60;

/** Minutes from the newest change of a kind to the onset; those of long ago where there was none. */
export function minutesSince({ changesBefore, onsetAt }: ServiceFacts, kind: ChangeKind): number {
  const newest = changesBefore.find((change) => change.kind === kind);
  return newest ? Math.min(LONG_AGO_MINUTES, minutesBetween(newest.at, onsetAt)) : LONG_AGO_MINUTES;
}

/** Minutes between a climb's begin and the deployment nearest to it; those of long ago where either is missing. */
export function minutesFromDeployment({ changesBefore }: ServiceFacts, rise: Rise | undefined): number {
  if (!rise) return LONG_AGO_MINUTES;
  const deployments = changesBefore.filter(({ kind }) => kind === 'deployment');
  const apart = deployments.map(({ at }) => Math.abs(minutesBetween(at, rise.startedAt)));
  return Math.min(LONG_AGO_MINUTES, ...apart);
}

/** The part of a climb that is left now, 0 to 1; all of it where the newest value is not known. */
export function partLeft(rise: Rise | undefined, now: number | undefined): number {
  if (!rise || rise.to <= rise.from) return 0;
  return now === undefined ? 1 : clamp((now - rise.from) / (rise.to - rise.from), 0, 1);
}

/** The largest of a sign over some services; 0 without any. */
export function worst(services: readonly ServiceFacts[], sign: (facts: ServiceFacts) => number): number {
  return services.length === 0 ? 0 : Math.max(...services.map(sign));
}

/** The share of services that are ill, 0 to 1; 0 without any. */
export function illShare(services: readonly ServiceFacts[]): number {
  const ill = services.filter(({ isIll }) => isIll);
  return services.length === 0 ? 0 : ill.length / services.length;
}

/** Minutes by which the first of some ill services fell ill before this one, negative where it came later; 0 without any. */
export function leadOf(services: readonly ServiceFacts[], { onsetAt }: ServiceFacts): number {
  const onsets = services.filter(({ isIll }) => isIll).map((each) => each.onsetAt);
  if (onsets.length === 0) return 0;
  return clamp((onsetAt - Math.min(...onsets)) / 60_000, -APART_MINUTES, APART_MINUTES);
}

/** How much less the callee that lost most gets, in halvings; 0 where none lost any. */
export function lostCalls(dependencies: readonly ServiceFacts[]): number {
  return worst(dependencies, (facts) => Math.max(0, -doublings(facts, 'throughput')));
}

/** The most that fails more than usual at any of some services, 0 to 1. */
export function worstErrors(services: readonly ServiceFacts[]): number {
  return worst(services, errorRise);
}

function minutesBetween(from: Instant, to: Instant): number {
  return secondsBetween(from, to) / 60;
}
