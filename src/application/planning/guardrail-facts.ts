// Reads what the guardrails judge by. The same facts are read when a plan is made and again before it begins.

import type { BudgetStore, IncidentStore } from '#application/ports/recovery.ts';
import type { Clock, HealthStore } from '#application/ports/telemetry.ts';
import type { Settings } from '#contracts/settings.ts';
import { type GuardrailFacts, STORM_WINDOW_SECONDS } from '#domain/guardrail/guardrails.ts';
import { type Instant, type ServiceId, secondsAfter, secondsBetween } from '#domain/ids.ts';
import { GROUPING_SECONDS } from '#domain/incident/grouping.ts';
import type { Incident } from '#domain/incident/incident.ts';
import type { Service } from '#domain/service/service.ts';

export interface GuardrailFactsDeps {
  readonly clock: Clock;
  readonly health: HealthStore;
  readonly incidents: IncidentStore;
  readonly budget: BudgetStore;
}

/** What is the same for every candidate that changes one service. */
export type FleetFacts = Omit<GuardrailFacts, 'attempt' | 'actions' | 'descriptions'>;

/** The facts about a service and the fleet around it, as of now. */
export async function readFleetFacts(
  deps: GuardrailFactsDeps,
  service: Service,
  settings: Settings,
): Promise<FleetFacts> {
  const now = deps.clock.now();
  const recent = await deps.incidents.listSince(secondsAfter(now, -GROUPING_SECONDS));
  const { endedAt } = await deps.budget.find();
  return {
    now,
    settings: settings.guardrails,
    service,
    calendar: [...settings.calendar, ...service.calendar],
    dataAgeSeconds: await readDataAge(deps, service.id),
    illServices: new Set(recent.filter(isCurrent).flatMap(({ serviceIds }) => serviceIds)).size,
    watchedServices: settings.services.length,
    newIncidents: countNew(recent, now),
    lastEndedAt: endedAt[service.id],
  };
}

/** Seconds since the newest minute of a service whose health is known; undefined when its health is unknown. */
export async function readDataAge(
  { health, clock }: Pick<GuardrailFactsDeps, 'health' | 'clock'>,
  serviceId: ServiceId,
): Promise<number | undefined> {
  const latest = await health.latest(serviceId);
  return latest && latest.state !== 'unknown' ? secondsBetween(latest.at, clock.now()) : undefined;
}

/** Unfinished, or handed to people: its services are ill still. */
function isCurrent({ state }: Incident): boolean {
  return state !== 'resolved' && state !== 'rolled-back' && state !== 'suppressed';
}

function countNew(recent: readonly Incident[], now: Instant): number {
  const from = secondsAfter(now, -STORM_WINDOW_SECONDS);
  return recent.filter(({ openedAt, requestedBy }) => openedAt > from && requestedBy === undefined).length;
}
