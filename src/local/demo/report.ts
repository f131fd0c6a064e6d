// The report of a simulated run: one JSON object, every figure from the plant's truth, the judge, or the incidents' ends.

import { type Instant, secondsAfter } from '#domain/ids.ts';
import type { Incident, IncidentEnd } from '#domain/incident/incident.ts';
import {
  type FaultScore,
  falseIncidents,
  percentile,
  type RunRecord,
  scoreFaults,
} from '#local/demo/scoring.ts';
import { hasPresentRemedy } from '#local/fleet/catalogue.ts';
import type { AccidentTruth } from '#local/fleet/fleet.ts';
import type { OtherRun } from '#local/fleet/others.ts';
import type { InvariantId } from '#local/judge/invariants.ts';
import type { Simulation } from '#local/simulation/simulation.ts';

interface Spread {
  readonly p50: number | null;
  readonly p95: number | null;
}

export interface DemoReport {
  readonly incidents: {
    /** Faults that the story injected. */
    readonly injected: number;
    /** Of them, those that an incident told of. */
    readonly detected: number;
    /** Incidents that nothing real explains. */
    readonly falseIncidents: number;
    readonly opened: number;
    readonly resolved: number;
    readonly rolledBack: number;
    readonly escalated: number;
    readonly suppressed: number;
    readonly open: number;
  };
  readonly faults: {
    /** Faults that one of the present strategies can mend. */
    readonly withRemedy: number;
    /** Of them, those that ended without a person: mended by Fleetmedic or the platform. */
    readonly resolvedWithoutPerson: number;
  };
  /** From the first minute in which users noticed to the first anomaly. */
  readonly detectSeconds: Spread;
  /** From the same minute to the end of the fault. */
  readonly recoverSeconds: Spread;
  /** Mutating calls of Fleetmedic that reached the plant. */
  readonly mutations: number;
  /** Acts of the person who was paged. */
  readonly personActs: number;
  /** What users met: failed first-hand requests over all. Others absent when not compared. */
  readonly failedRequestShare: {
    readonly fleetmedic: number;
    readonly nobody?: number;
    readonly staticAlarmsAndPerson?: number;
    readonly platformOnly?: number;
  };
  readonly invariantViolations: Record<InvariantId, number>;
  readonly serviceDays: number;
  readonly virtualHours: number;
  readonly wallSeconds: number;
}

export interface ReportInput {
  readonly simulation: Simulation;
  readonly hours: number;
  readonly endedAt: Instant;
  readonly others:
    | Readonly<Record<'nobody' | 'staticAlarmsAndPerson' | 'platformOnly', OtherRun>>
    | undefined;
  readonly wallSeconds: number;
}

/** Scores the run. */
export async function makeReport(input: ReportInput): Promise<DemoReport> {
  const { simulation, hours, endedAt, others, wallSeconds } = input;
  const { fleet, judge } = simulation;
  const record = await readRecord(simulation, hours, endedAt);
  const truth = fleet.truth();
  const scores = scoreFaults(record);
  return {
    incidents: countIncidents(record, scores),
    faults: countRemedies(truth.faults),
    detectSeconds: spreadOf(scores.flatMap(({ detectSeconds }) => detectSeconds ?? [])),
    recoverSeconds: spreadOf(scores.flatMap(({ recoverSeconds }) => recoverSeconds ?? [])),
    mutations: fleet.calls().filter(({ by }) => by === 'fleetmedic').length,
    personActs: fleet.calls().filter(({ by }) => by === 'person').length,
    failedRequestShare: { fleetmedic: shareOf(truth), ...(others && sharesOf(others)) },
    invariantViolations: await judge.count({ isSettled: false }),
    serviceDays: (fleet.topology.services.length * hours) / 24,
    virtualHours: hours,
    wallSeconds,
  };
}

function countIncidents(record: RunRecord, scores: readonly FaultScore[]): DemoReport['incidents'] {
  const { incidents } = record;
  return {
    injected: scores.length,
    detected: scores.filter(({ isDetected }) => isDetected).length,
    falseIncidents: falseIncidents(record).length,
    opened: incidents.length,
    resolved: countEnds(incidents, 'resolved'),
    rolledBack: countEnds(incidents, 'rolled-back'),
    escalated: countEnds(incidents, 'escalated'),
    suppressed: countEnds(incidents, 'suppressed'),
    open: incidents.filter(({ closedAt }) => closedAt === undefined).length,
  };
}

function countRemedies(faults: readonly AccidentTruth[]): DemoReport['faults'] {
  const remediable = faults.filter((fault) => hasPresentRemedy(fault) && hasMattered(fault));
  const alone = remediable.filter(
    ({ endedBy }) => endedBy?.by === 'fleetmedic' || endedBy?.by === 'platform',
  );
  return { withRemedy: remediable.length, resolvedWithoutPerson: alone.length };
}

function sharesOf({ nobody, staticAlarmsAndPerson, platformOnly }: NonNullable<ReportInput['others']>) {
  return {
    nobody: shareOf(nobody),
    staticAlarmsAndPerson: shareOf(staticAlarmsAndPerson),
    platformOnly: shareOf(platformOnly),
  };
}

async function readRecord({ fleet, loop }: Simulation, hours: number, endedAt: Instant): Promise<RunRecord> {
  const { faults, benign } = fleet.truth();
  const startedAt = secondsAfter(endedAt, -hours * 3600);
  const anomalies = await Promise.all(
    fleet.topology.services.map(({ id }) => loop.stores.anomalies.list(id, startedAt, endedAt)),
  );
  // What was asked for, by people or ahead of a spike, tells of no trouble.
  const incidents = (await loop.stores.incidents.listSince(startedAt)).filter(
    ({ requestedBy }) => requestedBy === undefined,
  );
  return { faults, benign, incidents, anomalies: anomalies.flat(), endedAt };
}

/** What users never noticed, and nobody mended, wanted no remedy. */
function hasMattered({ visibleAt, endedBy }: AccidentTruth): boolean {
  return visibleAt !== undefined || endedBy?.by === 'fleetmedic';
}

function countEnds(incidents: readonly Incident[], end: IncidentEnd): number {
  return incidents.filter(({ state }) => state === end).length;
}

function spreadOf(numbers: readonly number[]): Spread {
  return { p50: percentile(numbers, 0.5) ?? null, p95: percentile(numbers, 0.95) ?? null };
}

function shareOf({
  failedRequests,
  requests,
}: {
  readonly failedRequests: number;
  readonly requests: number;
}): number {
  return requests === 0 ? 0 : failedRequests / requests;
}
