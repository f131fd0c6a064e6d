// From what the loop stored to what the report says: incidents, and issues against the truth.

import type { Settings } from '#contracts/settings.ts';
import type { Diagnosis } from '#domain/diagnosis/diagnosis.ts';
import { type Instant, ServiceId, secondsAfter, secondsBetween } from '#domain/ids.ts';
import { isWorthAnIncident } from '#domain/incident/grouping.ts';
import type { Incident } from '#domain/incident/incident.ts';
import { allCallersOf } from '#domain/service/topology.ts';
import { later } from '#local/timeline.ts';
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
  const plannedAt = diagnosis?.at ?? now;
  const healthFrom = secondsAfter(onsetAt, -HEALTH_SECONDS);
  const plan = await offerShadowPlan({
    now: plannedAt,
    onsetAt,
    diagnosis,
    services: settings.services,
    healthOf: (serviceId) => stores.health.list(serviceId, healthFrom, secondsAfter(plannedAt, 1)),
  });
  const told = (at: Instant) => new Date(secondsAfter(at, shiftSeconds)).toISOString();
  return {
    incidentId,
    title,
    severity,
    onsetAt: told(onsetAt),
    detectedAt: told(openedAt),
    services: symptomsOf(incident),
    hypotheses: rankedHypotheses(diagnosis),
    plan,
  };
}

/** The hypotheses of a diagnosis, best first. */
export function rankedHypotheses(diagnosis: Diagnosis | undefined): readonly HypothesisReport[] {
  return (diagnosis?.hypotheses ?? []).map(({ serviceId, failureType, confidence }, index) => ({
    rank: index + 1,
    service: serviceId,
    failureType,
    confidence,
  }));
}

/** An issue against its truth. */
export async function describeIssue(issue: RecordedIssue, context: DescribeContext): Promise<IssueReport> {
  const { truth, branchAt, toRecordedSeconds } = issue;
  const incidents = await incidentsSince(branchAt, context);
  const felt = servicesThatFeel(truth.causeService, context.settings);
  const related = incidents.find(({ serviceIds }) => serviceIds.some((serviceId) => felt.has(serviceId)));
  const firstSignAt = related ? await findFirstSign(felt, issue, context) : undefined;
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
    delaySeconds: related ? delayOf(later(related.openedAt, firstSignAt ?? related.openedAt), issue) : null,
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

/** The cause, and what calls it, directly or not. */
function servicesThatFeel(cause: string, { services }: Settings): ReadonlySet<ServiceId> {
  const causeId = ServiceId.parse(cause);
  return new Set([causeId, ...allCallersOf(services, causeId)]);
}

/** When the first anomaly of the issue was found where it is felt: its incident may have begun elsewhere, earlier. */
async function findFirstSign(
  felt: ReadonlySet<ServiceId>,
  { branchAt }: RecordedIssue,
  { stores, now }: DescribeContext,
): Promise<Instant | undefined> {
  const lists = await Promise.all([...felt].map((id) => stores.anomalies.list(id, branchAt, now)));
  const found = lists
    .flat()
    .filter(isWorthAnIncident)
    .map(({ detectedAt }) => detectedAt);
  return found.toSorted((one, other) => one - other)[0];
}

function delayOf(foundAt: Instant, { truth, toRecordedSeconds }: RecordedIssue): number {
  return Math.round(secondsBetween(truth.symptomAt, secondsAfter(foundAt, toRecordedSeconds)));
}

function rankOf(cause: string, hypotheses: readonly HypothesisReport[]): number | null {
  return hypotheses.find(({ service }) => service === cause)?.rank ?? null;
}

/** What was seen on each service of an incident. */
export function symptomsOf({ evidence }: Incident): readonly ServiceSymptoms[] {
  return Object.entries(evidence).map(([service, found]) => ({
    service,
    indicators: found.map(({ indicator }) => indicator),
  }));
}
