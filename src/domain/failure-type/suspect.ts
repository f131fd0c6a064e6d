// One service that is under suspicion within an incident, with all that is known of it and of those around it: what the
// signs of a failure type are read from.

import type { Observation, ServiceFacts } from '#domain/diagnosis/facts.ts';
import type { HealthRecord } from '#domain/health/health.ts';
import type { Instant, ServiceId } from '#domain/ids.ts';
import type { Service } from '#domain/service/service.ts';
import { callersOf, dependenciesOf } from '#domain/service/topology.ts';

/** A suspect and its surroundings as of now. */
export interface Suspect {
  readonly facts: ServiceFacts;
  /** Its own, oldest first. */
  readonly health: readonly HealthRecord[];
  readonly callers: readonly ServiceFacts[];
  readonly dependencies: readonly ServiceFacts[];
  /** Of every service around the incident, the suspect included. */
  readonly all: readonly ServiceFacts[];
  readonly now: Instant;
}

/** What was gathered of an incident. */
export interface GatheredFacts {
  readonly facts: ReadonlyMap<ServiceId, ServiceFacts>;
  readonly observations: readonly Observation[];
  readonly services: readonly Service[];
  readonly now: Instant;
}

/** One suspect for each service that is ill, in the order of the observations. */
export function suspectsOf({ facts, observations, services, now }: GatheredFacts): readonly Suspect[] {
  const known = (ids: readonly ServiceId[]) => ids.flatMap((id) => facts.get(id) ?? []);
  const all = [...facts.values()];
  const suspects = observations.flatMap(({ serviceId, health }) =>
    known([serviceId]).map((own) => ({
      facts: own,
      health,
      callers: known(callersOf(services, serviceId)),
      dependencies: known(dependenciesOf(services, serviceId)),
      all,
      now,
    })),
  );
  return suspects.filter((suspect) => suspect.facts.isIll);
}
