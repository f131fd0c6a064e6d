// Turns what was gathered of an incident, and what all voices say of it, into a diagnosis. Used by the diagnosis step and again
// by every later plan, because evidence grows.

import { type GatherDeps, gather } from '#application/recovery/gather.ts';
import { type HearAllDeps, hearAll } from '#application/recovery/hear-all.ts';
import { describeTypeAccord, type HeardTypes } from '#application/recovery/hear-types.ts';
import { describeAccord } from '#application/recovery/hear-voices.ts';
import { type ReadErrorsDeps, readErrors } from '#application/recovery/read-errors.ts';
import { isOverByItself } from '#application/recovery/recovery-views.ts';
import type { Settings } from '#contracts/settings.ts';
import type { ChangeKind } from '#domain/change/change.ts';
import type { Diagnosis, Hypothesis, KeptDiagnosis } from '#domain/diagnosis/diagnosis.ts';
import type { Observation, ServiceFacts } from '#domain/diagnosis/facts.ts';
import { assessImpact } from '#domain/diagnosis/impact.ts';
import { isSure } from '#domain/diagnosis/voices.ts';
import { type Instant, type ServiceId, secondsBetween } from '#domain/ids.ts';
import type { Incident } from '#domain/incident/incident.ts';
import { formatShare } from '#domain/incident/symptom.ts';

export interface DiagnoseDeps extends GatherDeps, HearAllDeps, ReadErrorsDeps {}

/** Evidence on younger trouble is still coming in: it is looked at again before people are asked. */
const YOUNG_SECONDS = 600;

/** A change that is worth remembering an incident by was made so long before it. */
const RECENT_SECONDS = 1800;

/** What a diagnosis was made from, for the plan that follows. */
export interface DiagnosisWork {
  readonly diagnosis: KeptDiagnosis;
  readonly facts: ReadonlyMap<ServiceId, ServiceFacts>;
}

/** The diagnosis of an incident as of now. */
export async function diagnose(deps: DiagnoseDeps, incident: Incident): Promise<DiagnosisWork> {
  const hearing = await gather(deps, incident);
  const { now, settings, observations, facts } = hearing;
  const { heard, ...shadows } = await hearAll(deps, incident, hearing);
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
    ...shadows,
  };
  return { facts, diagnosis };
}

/** Of the service that it began on, of the minutes in which one is known. */
function errorSharesSince(
  { serviceId, onsetAt }: Incident,
  observations: readonly Observation[],
): readonly number[] {
  const own = observations.filter((each) => each.serviceId === serviceId).flatMap(({ health }) => health);
  return own.filter(({ at }) => at >= onsetAt).flatMap(({ indicators }) => indicators['error-share'] ?? []);
}

function servicesOf(observations: readonly Observation[], { services }: Settings): Settings['services'] {
  const observed = new Set(observations.map(({ serviceId }) => serviceId));
  return services.filter(({ id }) => observed.has(id));
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

/** A hypothesis in words: `bad deployment in checkout (86 % sure)`, `slow dependency in cart, seen at web (37 % sure)`. */
export function describeHypothesis(hypothesis: Hypothesis): string {
  const { failureType, serviceId, seenAt, confidence, isSuggested } = hypothesis;
  const where = seenAt === undefined ? serviceId : `${serviceId}, seen at ${seenAt}`;
  const sure = isSuggested ? 'a suggestion' : `${formatShare(confidence)} sure`;
  return `${failureType.replaceAll('-', ' ')} in ${where} (${sure})`;
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
