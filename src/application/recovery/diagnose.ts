// Gathers what was observed of an incident's services and those around them, and turns it into a diagnosis. Used by the
// diagnosis step and again by every later plan, because evidence grows.

import type { SettingsSource } from '#application/ports/operations.ts';
import type { AnomalyStore, ChangeStore, Clock, HealthStore } from '#application/ports/telemetry.ts';
import {
  describeTypeAccord,
  type HeardTypes,
  type HearTypesDeps,
  hearTypes,
} from '#application/recovery/hear-types.ts';
import { describeAccord, type Hearing, hearVoices } from '#application/recovery/hear-voices.ts';
import { type ReadErrorsDeps, readErrors } from '#application/recovery/read-errors.ts';
import { isOverByItself } from '#application/recovery/recovery-views.ts';
import { chooseRankers, rankInShadow, type ShadowRankingDeps } from '#application/recovery/shadow-ranking.ts';
import type { Settings } from '#contracts/settings.ts';
import type { ChangeKind } from '#domain/change/change.ts';
import type { ForeseenSpike } from '#domain/demand/foreseen-spike.ts';
import type { Diagnosis, Hypothesis, KeptDiagnosis } from '#domain/diagnosis/diagnosis.ts';
import { gatherFacts, type Observation, type ServiceFacts } from '#domain/diagnosis/facts.ts';
import { assessImpact } from '#domain/diagnosis/impact.ts';
import { hypothesize, rankHypotheses } from '#domain/diagnosis/rank-hypotheses.ts';
import { isSure } from '#domain/diagnosis/voices.ts';
import { type Instant, type ServiceId, secondsAfter, secondsBetween } from '#domain/ids.ts';
import { isWorthAnIncident } from '#domain/incident/grouping.ts';
import type { Incident } from '#domain/incident/incident.ts';
import { formatShare } from '#domain/incident/symptom.ts';
import { allDependenciesOf, callersOf } from '#domain/service/topology.ts';

/** Where observations are read from. */
export interface GatherDeps {
  readonly clock: Clock;
  readonly settings: SettingsSource;
  readonly health: HealthStore;
  readonly anomalies: AnomalyStore;
  readonly changes: ChangeStore;
}

export interface DiagnoseDeps extends GatherDeps, HearTypesDeps, ReadErrorsDeps, ShadowRankingDeps {}

/** Health that shows a slow leak and an hour of normal life before it. */
const HEALTH_SECONDS = 3 * 3600;
/** Changes so long before the onset may be its cause. */
export const CHANGE_SECONDS = 6 * 3600;
/** Onsets are known to some minutes; anomalies of other services may carry an earlier one. */
const ONSET_SLACK_SECONDS = 600;
/** Evidence on younger trouble is still coming in: it is looked at again before people are asked. */
const YOUNG_SECONDS = 600;

/** A change that is worth remembering an incident by was made so long before it. */
const RECENT_SECONDS = 1800;

/** What a diagnosis was made from, for the plan that follows. */
export interface DiagnosisWork {
  readonly diagnosis: KeptDiagnosis;
  readonly facts: ReadonlyMap<ServiceId, ServiceFacts>;
}

/** What is known of an incident as of now, and what the decision tree makes of it. */
export async function gather(deps: GatherDeps, incident: Incident): Promise<Hearing> {
  const now = deps.clock.now();
  const settings = await deps.settings.current();
  const observations = await observe(deps, incident, { settings, now });
  const facts = gatherFacts(observations, settings.services, incident.onsetAt);
  return { observations, facts, hypotheses: hypothesesOf(incident, facts, settings), settings, now };
}

/** The diagnosis of an incident as of now. */
export async function diagnose(deps: DiagnoseDeps, incident: Incident): Promise<DiagnosisWork> {
  const hearing = await gather(deps, incident);
  const { now, settings, observations, facts } = hearing;
  const rankers = await chooseRankers(deps);
  const voices = await hearVoices({ ...deps, ranker: rankers.champion }, incident, hearing);
  const shadow = await rankInShadow(deps, incident, { rankers, observations, settings, heard: voices });
  const heard = await hearTypes(deps, incident, { hearing, heard: voices });
  const outcome = (await isOverByItself(deps, incident, { settings, now }))
    ? 'recovered-by-itself'
    : await judge(deps, incident, { hypotheses: heard.hypotheses, now });
  const current = new Map([...facts].map(([serviceId, each]) => [serviceId, each.now]));
  const errorShares = errorSharesSince(incident, observations);
  const impact = assessImpact(incident.serviceId, settings.services, { now: current, errorShares });
  const summary = summarize(outcome, heard);
  const errors = await readErrors(deps, incident, { services: servicesOf(observations, settings), now });
  const found = { outcome, impact, summary, changedBefore: kindsOfChange(incident, facts), ...heard };
  const diagnosis = {
    incidentId: incident.incidentId,
    at: now,
    ...found,
    ...(errors && { errors }),
    ...(shadow && { shadow }),
  };
  return { facts, diagnosis };
}

/** Of the service that it began on, of the minutes in which one is known. */
function errorSharesSince(
  { serviceId, onsetAt }: Incident,
  observations: readonly Observation[],
): readonly number[] {
  const own = observations.find((each) => each.serviceId === serviceId)?.health ?? [];
  return own.filter(({ at }) => at >= onsetAt).flatMap(({ indicators }) => indicators['error-share'] ?? []);
}

/** The services of the incident, all they call, and who calls them. */
function servicesAround({ serviceIds }: Incident, { services }: Settings): readonly ServiceId[] {
  const called = serviceIds.flatMap((id) => allDependenciesOf(services, id));
  const callers = [...serviceIds, ...called].flatMap((id) => callersOf(services, id));
  return [...new Set([...serviceIds, ...called, ...callers])];
}

function servicesOf(observations: readonly Observation[], { services }: Settings): Settings['services'] {
  const observed = new Set(observations.map(({ serviceId }) => serviceId));
  return services.filter(({ id }) => observed.has(id));
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

/** What others changed on the services of the incident shortly before its onset. */
function kindsOfChange(
  { serviceIds }: Incident,
  facts: ReadonlyMap<ServiceId, ServiceFacts>,
): readonly ChangeKind[] {
  const own = [...facts.values()].filter(({ serviceId }) => serviceIds.includes(serviceId));
  const kinds = own.flatMap(({ changesBefore, onsetAt }) =>
    changesBefore.filter(({ at }) => secondsBetween(at, onsetAt) <= RECENT_SECONDS).map(({ kind }) => kind),
  );
  return [...new Set(kinds)].toSorted();
}

async function judge(
  { flags }: DiagnoseDeps,
  incident: Incident,
  { hypotheses: [best], now }: { readonly hypotheses: readonly Hypothesis[]; readonly now: Instant },
): Promise<Diagnosis['outcome']> {
  if (!(await flags.isOn('self_healing.diagnosis'))) return 'review-by-person';
  const isYoung = secondsBetween(incident.onsetAt, now) < YOUNG_SECONDS;
  const mayGoOn = isSure(best) || isYoung || incident.requestedBy !== undefined;
  return mayGoOn ? 'diagnosed' : 'review-by-person';
}

/** A hypothesis in words: `bad deployment in checkout (86 % sure)`. */
export function describeHypothesis({ failureType, serviceId, confidence, isSuggested }: Hypothesis): string {
  const sure = isSuggested ? 'a suggestion' : `${formatShare(confidence)} sure`;
  return `${failureType.replaceAll('-', ' ')} in ${serviceId} (${sure})`;
}

function summarize(outcome: Diagnosis['outcome'], heard: HeardTypes): string {
  const accord = `${describeAccord(heard)}${describeTypeAccord(heard)}`;
  const [best, ...others] = heard.hypotheses;
  if (outcome === 'recovered-by-itself') return 'The trouble was over before anything was done';
  if (!best) return `Nothing in the evidence explains it${accord}`;
  const also = others.slice(0, 2).map(describeHypothesis);
  const known = `${describeHypothesis(best)}${also.length > 0 ? `; also possible: ${also.join(', ')}` : ''}`;
  const judged =
    outcome === 'diagnosed' ? `Most likely ${known}` : `Not sure enough to act: at best ${known}`;
  return `${judged}${accord}`;
}
