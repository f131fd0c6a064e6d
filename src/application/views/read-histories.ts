// What went wrong and what was done about it, over the last hours (M172, M173).

import type { SettingsSource } from '#application/ports/operations.ts';
import type { IncidentStore, OutcomeStore } from '#application/ports/recovery.ts';
import type { AnomalyStore, Clock, HealthStore } from '#application/ports/telemetry.ts';
import type { RecoveryHistoryAnswer, RecoveryView } from '#contracts/api/incident-views.ts';
import type { ErrorHistoryAnswer } from '#contracts/api/service-views.ts';
import { type Instant, type ServiceId, secondsAfter } from '#domain/ids.ts';
import type { Outcome } from '#domain/outcome/outcome.ts';

export interface ErrorHistoryDeps {
  readonly clock: Clock;
  readonly settings: SettingsSource;
  readonly anomalies: AnomalyStore;
  readonly health: HealthStore;
}

export interface RecoveryHistoryDeps {
  readonly clock: Clock;
  readonly outcomes: OutcomeStore;
  readonly incidents: IncidentStore;
}

export interface ErrorHistoryRequest {
  /** All services when absent. */
  readonly service?: ServiceId | undefined;
  readonly hours: number;
}

const SECONDS_PER_HOUR = 3600;

/** Anomalies and minutes with failed requests, newest first; undefined when the service is not in the settings. */
export async function readErrorHistory(
  deps: ErrorHistoryDeps,
  { service, hours }: ErrorHistoryRequest,
): Promise<ErrorHistoryAnswer | undefined> {
  const { services } = await deps.settings.current();
  const asked = services.map(({ id }) => id).filter((id) => service === undefined || id === service);
  if (asked.length === 0) return undefined;
  const now = deps.clock.now();
  const from = secondsAfter(now, -hours * SECONDS_PER_HOUR);
  const [anomalies, failures] = await Promise.all([
    Promise.all(asked.map((id) => deps.anomalies.list(id, from, now))),
    Promise.all(asked.map((id) => failedMinutes(deps.health, id, { from, now }))),
  ]);
  return { now, from, anomalies: newestFirst(anomalies.flat()), failures: newestFirst(failures.flat()) };
}

/** Ended recoveries with what is still known of their incidents, newest first. */
export async function readRecoveryHistory(
  deps: RecoveryHistoryDeps,
  { hours }: { readonly hours: number },
): Promise<RecoveryHistoryAnswer> {
  const now = deps.clock.now();
  const from = secondsAfter(now, -hours * SECONDS_PER_HOUR);
  const outcomes = await deps.outcomes.listSince(from);
  return { now, from, recoveries: await Promise.all(outcomes.map((outcome) => tellRecovery(deps, outcome))) };
}

async function tellRecovery({ incidents }: RecoveryHistoryDeps, outcome: Outcome): Promise<RecoveryView> {
  const incident = await incidents.find(outcome.incidentId);
  if (!incident) return { outcome };
  const { title, severity, closing } = incident;
  return { outcome, title, severity, ...(closing !== undefined && { closing }) };
}

async function failedMinutes(
  health: HealthStore,
  serviceId: ServiceId,
  { from, now }: { readonly from: Instant; readonly now: Instant },
): Promise<ErrorHistoryAnswer['failures']> {
  const records = await health.list(serviceId, from, now);
  return records.flatMap(({ at, errorShare }) => (errorShare ? { serviceId, at, errorShare } : []));
}

function newestFirst<Item extends { readonly at: Instant }>(items: readonly Item[]): Item[] {
  return [...items].sort((one, other) => other.at - one.at);
}
