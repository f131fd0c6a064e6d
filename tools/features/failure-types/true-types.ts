// What is true of an incident of the simulated fleet, in the words of a diagnosis: how each fault is called, and what is
// wrong with a service while faults are at work. For those who judge and those who label; nothing that serves reads it.

import type { ServiceFacts } from '#domain/diagnosis/facts.ts';
import type { FailureType } from '#domain/diagnosis/failure-type.ts';
import { type Instant, type ServiceId, secondsAfter } from '#domain/ids.ts';
import type { Service } from '#domain/service/service.ts';
import { allDependenciesOf, dependenciesOf } from '#domain/service/topology.ts';
import type { FaultKind } from '#local/fleet/accident.ts';
import type { AccidentTruth } from '#local/fleet/fleet.ts';

/** What a fault of each kind is called in a diagnosis. */
const TRUE_TYPES: Readonly<Record<FaultKind, FailureType>> = {
  F1: 'bad-deployment',
  F3: 'bad-configuration',
  F4: 'memory-leak',
  F5: 'connection-leak',
  F6: 'capacity-shortage',
  F8: 'slow-dependency',
  F10: 'retry-storm',
  F12: 'bad-task',
  F15: 'consumer-backlog',
  F25: 'dependency-down',
};

/** So long after its end a fault still shows in the last minutes that evidence is read from. */
const FADING_SECONDS = 180;

/** What a fault may be called: a leak that a deployment brought by either name, the one that is mended by first. */
export function typesOf({ kind, origin }: AccidentTruth): readonly FailureType[] {
  const type = TRUE_TYPES[kind as FaultKind];
  return kind === 'F4' && origin === 'deployment' ? ['bad-deployment', type] : [type];
}

/** Which faults there are, as of a moment of their story, and who calls whom. */
export interface TrueScene {
  readonly faults: readonly AccidentTruth[];
  readonly services: readonly Service[];
  readonly at: Instant;
}

/**
 * What is wrong with an ill service by itself: its own fault; a surge that is passed on to it; a route to a callee that is
 * broken. `unexplained` where it suffers from another's fault or from none. Undefined where a fault has just ended and the
 * evidence may show either.
 */
export function trueTypeOf(facts: ServiceFacts, scene: TrueScene): FailureType | undefined {
  const { serviceId } = facts;
  const atWork = scene.faults.filter((fault) => isAtWork(fault, scene.at));
  const own = atWork.find((fault) => fault.serviceId === serviceId);
  if (own) return typesOf(own)[0];
  if (atWork.some((fault) => isBrokenRoute(fault, serviceId, scene))) return TRUE_TYPES.F25;
  if (atWork.some((fault) => isPassedOn(fault, facts, scene))) return TRUE_TYPES.F6;
  const isFading = scene.faults.some(
    (fault) => fault.serviceId === serviceId && hasJustEnded(fault, scene.at),
  );
  return isFading ? undefined : 'unexplained';
}

function isAtWork({ onset, endedAt }: AccidentTruth, at: Instant): boolean {
  return onset <= at && (endedAt === undefined || endedAt > at);
}

function hasJustEnded({ endedAt }: AccidentTruth, at: Instant): boolean {
  return endedAt !== undefined && endedAt <= at && secondsAfter(endedAt, FADING_SECONDS) > at;
}

/** Requests to the struck service fail on the way: who calls it has the evidence, and it has none. */
function isBrokenRoute(fault: AccidentTruth, caller: ServiceId, { services }: TrueScene): boolean {
  return fault.kind === 'F25' && dependenciesOf(services, caller).includes(fault.serviceId);
}

/** More traffic than usual from whoever got more of its own. */
const PASSED_ON_GROWTH = 1.2;

function isPassedOn(
  fault: AccidentTruth,
  { serviceId, now, usual }: ServiceFacts,
  scene: TrueScene,
): boolean {
  const isReached = allDependenciesOf(scene.services, fault.serviceId).includes(serviceId);
  const [got, before] = [now.throughput ?? 0, usual.throughput ?? 0];
  return fault.kind === 'F6' && isReached && got >= PASSED_ON_GROWTH * before;
}
