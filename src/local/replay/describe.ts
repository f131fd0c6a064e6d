// From what the loop stored to what the report says: incidents, and issues against the truth.

import type { Settings } from '#contracts/settings.ts';
import { type Instant, secondsAfter, secondsBetween, ServiceId } from '#domain/ids.ts';
import type { Incident } from '#domain/incident/incident.ts';
import { allCallersOf } from '#domain/service/topology.ts';
import type { ReplayStores } from './replay.ts';
import type { HypothesisReport, IncidentReport, IssueReport, ServiceSymptoms } from './report.ts';
import type { RecordedIssue } from './scenario.ts';
import { offerShadowPlan } from './shadow-plan.ts';

export interface DescribeContext {
  readonly stores: ReplayStores;
  readonly settings: Settings;
  readonly now: Instant;
}

/** Health before the onset that says what is usual. */
const HEALTH_SECONDS = 3600;

/** An incident in words; moments are moved by `shiftSeconds` to those of the recording. */
export async function describeIncident(
  incident: Incident,
  context: DescribeContext & { readonly shiftSeconds: number },
): Promise<IncidentReport> {
  const { stores, settings, now, shiftSeconds } = context;
  const { incidentId, onsetAt, openedAt, title, severity } = incident;
  const diagnosis = await stores.diagnoses.find(incidentId);
  const healthFrom = secondsAfter(onsetAt, -HEALTH_SECONDS);
  const healthTo = secondsAfter(diagnosis?.at ?? now, 1);
  const plan = await offerShadowPlan({
    now: diagnosis?.at ?? now,
    onsetAt,
    diagnosis,
    services: settings.services,
    healthOf: (serviceId) => stores.health.list(serviceId, healthFrom, healthTo),
  });
  const hypotheses = (diagnosis?.hypotheses ?? []).map(({ serviceId, failureType, confidence }, index) => ({
    rank: index + 1,
    service: serviceId,
    failureType,
    confidence,
  }));
  const told = (at: Instant) => new Date(secondsAfter(at, shiftSeconds)).toISOString();
  return {
    incidentId,
    title,
    severity,
    onsetAt: told(onsetAt),
    detectedAt: told(openedAt),
    services: symptomsOf(incident),
    hypotheses,
    plan,
  };
}

/** An issue against its truth. */
export async function describeIssue(issue: RecordedIssue, context: DescribeContext): Promise<IssueReport> {
  const { truth, branchAt, toRecordedSeconds } = issue;
  const incidents = await incidentsSince(branchAt, context);
  const related = incidents.find((incident) => showsCause(incident, truth.causeService, context.settings));
  const incident = related
    ? await describeIncident(related, { ...context, shiftSeconds: toRecordedSeconds })
    : undefined;
  return {
    issue: issue.name,
    symptom: {
      service: truth.symptomService,
      metric: truth.symptomMetric,
      at: new Date(truth.symptomAt).toISOString(),
    },
    cause: truth.causeService,
    isDetected: related !== undefined,
    delaySeconds: related ? delayOf(related, issue) : null,
    causeRank: rankOf(truth.causeService, incident?.hypotheses ?? []),
    incident: incident ?? null,
    otherIncidents: incidents.length - (related ? 1 : 0),
  };
}

/** Opened in the issue, oldest first; one that was open before says nothing of the issue. */
async function incidentsSince(branchAt: Instant, { stores }: DescribeContext): Promise<readonly Incident[]> {
  const recent = await stores.incidents.listSince(branchAt);
  return recent.filter(({ openedAt }) => openedAt > branchAt).toReversed();
}

/** On the cause, or on what calls it, directly or not: where the cause can be felt. */
function showsCause({ serviceIds }: Incident, cause: string, { services }: Settings): boolean {
  const causeId = ServiceId.parse(cause);
  const felt = [causeId, ...allCallersOf(services, causeId)];
  return serviceIds.some((serviceId) => felt.includes(serviceId));
}

function delayOf({ openedAt }: Incident, { truth, toRecordedSeconds }: RecordedIssue): number {
  return Math.round(secondsBetween(truth.symptomAt, secondsAfter(openedAt, toRecordedSeconds)));
}

function rankOf(cause: string, hypotheses: readonly HypothesisReport[]): number | null {
  return hypotheses.find(({ service }) => service === cause)?.rank ?? null;
}

function symptomsOf({ evidence }: Incident): readonly ServiceSymptoms[] {
  return Object.entries(evidence).map(([service, found]) => ({
    service,
    indicators: found.map(({ indicator }) => indicator),
  }));
}
