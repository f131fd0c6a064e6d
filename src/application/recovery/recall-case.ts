// Looks among the incidents of the last weeks for the one that a new incident resembles most, and for what became of it.

import type { DiagnosisStore, IncidentStore, OutcomeStore } from '#application/ports/recovery.ts';
import { parseResourceId } from '#contracts/naming.ts';
import { describeThen } from '#domain/diagnosis/describe-case.ts';
import type { Diagnosis } from '#domain/diagnosis/diagnosis.ts';
import type { PastCase } from '#domain/diagnosis/past-case.ts';
import {
  compareCases,
  findSimilarCase,
  type PastIncident,
  traitsOf,
} from '#domain/diagnosis/similar-case.ts';
import { type ServiceId, secondsAfter } from '#domain/ids.ts';
import type { Incident } from '#domain/incident/incident.ts';
import type { Outcome } from '#domain/outcome/outcome.ts';
import type { Service } from '#domain/service/service.ts';

export interface RecallDeps {
  readonly incidents: IncidentStore;
  readonly diagnoses: DiagnosisStore;
  readonly outcomes: OutcomeStore;
}

/** A fleet changes: what was done last season may not exist any more. */
const LOOK_BACK_SECONDS = 30 * 24 * 3600;
/** Of so many of the newest the symptoms are compared, and of the nearest few of those everything is read. */
const NEWEST = 200;
const NEAREST = 12;

/** The most similar incident that has ended; undefined when none is similar enough. */
export async function recallCase(
  deps: RecallDeps,
  incident: Incident,
  { diagnosis, services }: { readonly diagnosis: Diagnosis; readonly services: readonly Service[] },
): Promise<PastCase | undefined> {
  const since = secondsAfter(incident.openedAt, -LOOK_BACK_SECONDS);
  const ended = (await deps.incidents.listSince(since)).filter(
    ({ incidentId, closedAt }) => closedAt !== undefined && incidentId !== incident.incidentId,
  );
  const kindOf = (each: Incident) => kindOfService(services, each.serviceId);
  const bare = traitsOf(incident, kindOf(incident), undefined);
  const nearest = ended
    .slice(0, NEWEST)
    .map((past) => ({ past, ...compareCases(bare, traitsOf(past, kindOf(past), undefined)) }))
    .toSorted((a, b) => b.similarity - a.similarity)
    .slice(0, NEAREST);
  const read = await Promise.all(nearest.map(({ past }) => remember(deps, past, kindOf(past))));
  return findSimilarCase(
    traitsOf(incident, kindOf(incident), diagnosis),
    read.filter((each) => each !== undefined),
  );
}

/** Undefined for an incident whose end was never counted. */
async function remember(
  deps: RecallDeps,
  incident: Incident,
  kind: string,
): Promise<PastIncident | undefined> {
  const { incidentId, serviceId, onsetAt } = incident;
  const [diagnosis, outcome] = await Promise.all([
    deps.diagnoses.find(incidentId),
    deps.outcomes.find(incidentId),
  ]);
  if (!outcome) return undefined;
  const tried = lastAttempt(outcome);
  const failureType = tried?.failureType ?? diagnosis?.hypotheses[0]?.failureType;
  const then = {
    end: outcome.end,
    totalSeconds: outcome.totalSeconds,
    ...(tried && { attempt: { strategy: tried.strategy, result: tried.result } }),
  };
  return {
    traits: traitsOf(incident, kind, diagnosis),
    pastCase: {
      incidentId,
      serviceId,
      onsetAt,
      ...(failureType && { failureType }),
      ...then,
      story: describeThen(then),
    },
  };
}

/** The last one that changed something, or the last one at all. */
function lastAttempt({ attempts }: Outcome): Outcome['attempts'][number] | undefined {
  return attempts.findLast(({ mutated }) => mutated) ?? attempts.at(-1);
}

/** The types of what a service consists of: `ecs-service configuration`. */
function kindOfService(services: readonly Service[], serviceId: ServiceId): string {
  const resources = services.find(({ id }) => id === serviceId)?.resources ?? [];
  return [...new Set(resources.map((resourceId) => parseResourceId(resourceId).type))].toSorted().join(' ');
}
