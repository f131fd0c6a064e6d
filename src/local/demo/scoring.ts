// Scores a simulated run by the plant's truth: which faults an incident told of, which incidents told of nothing, how long
// detection and recovery took. What Fleetmedic believes of itself enters only as the incidents it opened and ended.

import type { Anomaly } from '#domain/anomaly/anomaly.ts';
import { type Instant, secondsAfter, secondsBetween } from '#domain/ids.ts';
import type { Incident } from '#domain/incident/incident.ts';
import type { AccidentTruth } from '#local/fleet/fleet.ts';

export interface RunRecord {
  readonly faults: readonly AccidentTruth[];
  readonly benign: readonly AccidentTruth[];
  readonly incidents: readonly Incident[];
  readonly anomalies: readonly Pick<Anomaly, 'serviceId' | 'at' | 'detectedAt'>[];
  readonly endedAt: Instant;
}

export interface FaultScore {
  readonly fault: AccidentTruth;
  readonly isDetected: boolean;
  /** From the first minute in which users noticed, or from the onset; 0 when it was found before. */
  readonly detectSeconds?: number;
  /** The same, to the end of the fault. */
  readonly recoverSeconds?: number;
}

/** What a fault leaves behind (backlogs, cold caches, baselines) may still be told of so long after its end. */
const AFTERMATH_SECONDS = 1200;

/** How each fault of the story went. */
export function scoreFaults(record: RunRecord): readonly FaultScore[] {
  return record.faults.map((fault) => {
    const began = fault.visibleAt ?? fault.onset;
    const told = record.incidents.some((incident) => tellsOf(incident, fault, record.endedAt));
    const detectedAt = told ? firstSign(record, fault) : undefined;
    return {
      fault,
      isDetected: told,
      ...(detectedAt !== undefined && { detectSeconds: Math.max(0, secondsBetween(began, detectedAt)) }),
      ...(fault.endedAt !== undefined && {
        recoverSeconds: Math.max(0, secondsBetween(began, fault.endedAt)),
      }),
    };
  });
}

/** Incidents that neither a fault nor trouble that heals by itself (B6) explains. */
export function falseIncidents(record: RunRecord): readonly Incident[] {
  const real = [...record.faults, ...record.benign.filter(({ kind }) => kind === 'B6')];
  return record.incidents.filter(
    (incident) => !real.some((cause) => tellsOf(incident, cause, record.endedAt)),
  );
}

/** Whether an incident may be of this cause: same time, with the aftermath, and a service in common. */
export function tellsOf(
  { serviceIds, openedAt, lastAnomalyAt }: Incident,
  cause: AccidentTruth,
  endedAt: Instant,
): boolean {
  const until = secondsAfter(cause.endedAt ?? endedAt, AFTERMATH_SECONDS);
  const isThen = lastAnomalyAt >= cause.onset && openedAt <= until;
  const felt = [cause.serviceId, ...cause.affectedServiceIds];
  return isThen && serviceIds.some((serviceId) => felt.includes(serviceId));
}

function firstSign({ anomalies, endedAt }: RunRecord, cause: AccidentTruth): Instant | undefined {
  const felt = [cause.serviceId, ...cause.affectedServiceIds];
  const until = secondsAfter(cause.endedAt ?? endedAt, AFTERMATH_SECONDS);
  const signs = anomalies.filter(
    ({ serviceId, at, detectedAt }) => felt.includes(serviceId) && at >= cause.onset && detectedAt <= until,
  );
  return signs.map(({ detectedAt }) => detectedAt).sort((one, other) => one - other)[0];
}

/** The value below which a share of the numbers lie (nearest rank); undefined for none. */
export function percentile(numbers: readonly number[], share: number): number | undefined {
  const sorted = numbers.toSorted((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}
