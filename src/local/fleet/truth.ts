// What the judge may see: the plant's truth about faults, benign events and what users suffered. Never shown to Fleetmedic.

import type { Instant, ServiceId } from '#domain/ids.ts';
import { type Accident, type AccidentKind, type Cause, isFault, type OnsetShape } from './accident.ts';
import type { Plant } from './plant.ts';

/** One fault or benign event that has begun. */
export interface AccidentTruth {
  readonly id: string;
  readonly kind: AccidentKind;
  readonly serviceId: ServiceId;
  /** Services whose users noticed. */
  readonly affectedServiceIds: readonly ServiceId[];
  readonly onset: Instant;
  readonly strength: number;
  readonly shape: OnsetShape;
  readonly origin: 'deployment' | 'old';
  /** 0 to 1, which variant of its kind it is; the middle is the plain one. */
  readonly variant: number;
  /** Start of the first minute in which users noticed; absent when none has. */
  readonly visibleAt?: Instant;
  readonly endedAt?: Instant;
  readonly endedBy?: Cause;
}

/** What people asked of a service and did not get. */
export interface ServiceTruth {
  /** All requests of people and services, repetitions included; messages, for a consumer. */
  readonly requests: number;
  /** Those that erred or took longer than their caller waits; messages that became too old. */
  readonly failedRequests: number;
  /** First-hand requests of people alone, and how many of them failed. */
  readonly userRequests: number;
  readonly userFailedRequests: number;
  /** Minutes with fewer healthy tasks than the service must have. */
  readonly floorBreachMinutes: number;
}

export interface PlantTruth {
  readonly faults: readonly AccidentTruth[];
  readonly benign: readonly AccidentTruth[];
  readonly services: Readonly<Record<string, ServiceTruth>>;
  /** What people met: first-hand requests over all services, and messages. One failure counts once. */
  readonly requests: number;
  readonly failedRequests: number;
}

/** The truth up to now. */
export function tellTruth(plant: Plant): PlantTruth {
  const begun = plant.state.accidents.filter(({ onset }) => onset <= plant.state.now);
  const services: Record<string, ServiceTruth> = {};
  let requests = 0;
  let failedRequests = 0;
  for (const { id, index } of plant.spec.services) {
    const totals = plant.state.services[index]?.totals;
    if (!totals) continue;
    services[id] = { ...totals };
    requests += totals.userRequests;
    failedRequests += totals.userFailedRequests;
  }
  return {
    faults: begun.filter(({ kind }) => isFault(kind)).map((accident) => truthOf(plant, accident)),
    benign: begun.filter(({ kind }) => !isFault(kind)).map((accident) => truthOf(plant, accident)),
    services,
    requests,
    failedRequests,
  };
}

function truthOf({ spec }: Plant, accident: Accident): AccidentTruth {
  const idOf = (index: number) => (spec.services[index]?.id ?? '') as ServiceId;
  const { id, kind, strength, shape, origin, salt, visibleAt, endedAt, endedBy } = accident;
  return {
    id,
    kind,
    serviceId: idOf(accident.service),
    affectedServiceIds: accident.affected.map(idOf),
    onset: accident.onset as Instant,
    strength,
    shape,
    origin,
    variant: salt,
    ...(visibleAt === undefined ? {} : { visibleAt: visibleAt as Instant }),
    ...(endedAt === undefined ? {} : { endedAt: endedAt as Instant }),
    ...(endedBy === undefined ? {} : { endedBy }),
  };
}
