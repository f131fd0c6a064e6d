// What is known of an incident and of the services around it, and what the decision tree makes of it: the ground that all
// voices of the diagnosis stand on.

import type { SettingsSource } from '#application/ports/operations.ts';
import type { AnomalyStore, ChangeStore, Clock, HealthStore } from '#application/ports/telemetry.ts';
import type { Hearing } from '#application/recovery/hear-voices.ts';
import type { Settings } from '#contracts/settings.ts';
import type { ForeseenSpike } from '#domain/demand/foreseen-spike.ts';
import type { Hypothesis } from '#domain/diagnosis/diagnosis.ts';
import { gatherFacts, type Observation, type ServiceFacts } from '#domain/diagnosis/facts.ts';
import { hypothesize, rankHypotheses } from '#domain/diagnosis/rank-hypotheses.ts';
import { type Instant, type ServiceId, secondsAfter } from '#domain/ids.ts';
import { isWorthAnIncident } from '#domain/incident/grouping.ts';
import type { Incident } from '#domain/incident/incident.ts';
import { allDependenciesOf, callersOf } from '#domain/service/topology.ts';

/** Where observations are read from. */
export interface GatherDeps {
  readonly clock: Clock;
  readonly settings: SettingsSource;
  readonly health: HealthStore;
  readonly anomalies: AnomalyStore;
  readonly changes: ChangeStore;
}

/** Health that shows a slow leak and an hour of normal life before it. */
const HEALTH_SECONDS = 3 * 3600;
/** Changes so long before the onset may be its cause. */
const CHANGE_SECONDS = 6 * 3600;
/** Onsets are known to some minutes; anomalies of other services may carry an earlier one. */
const ONSET_SLACK_SECONDS = 600;

/** What is known of an incident as of now, and what the decision tree makes of it. */
export async function gather(deps: GatherDeps, incident: Incident): Promise<Hearing> {
  const now = deps.clock.now();
  const settings = await deps.settings.current();
  const observations = await observe(deps, incident, { settings, now });
  const facts = gatherFacts(observations, settings.services, incident.onsetAt);
  return { observations, facts, hypotheses: hypothesesOf(incident, facts, settings), settings, now };
}

/** The services of the incident, all they call, and who calls them. */
function servicesAround({ serviceIds }: Incident, { services }: Settings): readonly ServiceId[] {
  const called = serviceIds.flatMap((id) => allDependenciesOf(services, id));
  const callers = [...serviceIds, ...called].flatMap((id) => callersOf(services, id));
  return [...new Set([...serviceIds, ...called, ...callers])];
}

async function observe(
  deps: GatherDeps,
  incident: Incident,
  { settings, now }: { readonly settings: Settings; readonly now: Instant },
): Promise<readonly Observation[]> {
  const { onsetAt } = incident;
  const serviceIds = servicesAround(incident, settings);
  const to = secondsAfter(now, 1);
  const changes = await deps.changes.list(serviceIds, secondsAfter(onsetAt, -CHANGE_SECONDS), to);
  return Promise.all(
    serviceIds.map(async (serviceId) => ({
      serviceId,
      health: await deps.health.list(serviceId, secondsAfter(onsetAt, -HEALTH_SECONDS), to),
      anomalies: (
        await deps.anomalies.list(serviceId, secondsAfter(onsetAt, -ONSET_SLACK_SECONDS), to)
      ).filter(isWorthAnIncident),
      changes: changes.filter((change) => change.serviceId === serviceId),
    })),
  );
}

/** Those of the ill services, or, when a person asked and nothing is ill, what is believed of the service itself. */
function hypothesesOf(
  incident: Incident,
  facts: ReadonlyMap<ServiceId, ServiceFacts>,
  { services }: Settings,
): readonly Hypothesis[] {
  const own = facts.get(incident.serviceId);
  const { serviceIds, foreseen } = incident;
  const called = serviceIds.flatMap((id) => allDependenciesOf(services, id));
  const ranked = rankHypotheses({ all: facts, suspects: new Set([...serviceIds, ...called]) });
  if (foreseen) return [foreseenShortage(incident.serviceId, foreseen), ...ranked];
  const isCovered = ranked.some(({ serviceId }) => serviceId === incident.serviceId);
  return incident.requestedBy === undefined || isCovered || !own ? ranked : [...ranked, hypothesize(own)];
}

/** What a foreseen spike will be, if nothing is done: believed as far as the forecasts came true. */
function foreseenShortage(serviceId: ServiceId, { confidence }: ForeseenSpike): Hypothesis {
  return { failureType: 'capacity-shortage', serviceId, confidence, path: [], changeIds: [] };
}
