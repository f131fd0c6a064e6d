// The report of a demo in words, and whether all that must always hold did.

import { formatDuration } from '#domain/incident/symptom.ts';
import type { DemoReport } from '#local/demo/report.ts';
import { INVARIANTS, type InvariantId } from '#local/judge/invariants.ts';

/** No invariant of the safety case was violated. */
export function isSound({ invariantViolations }: DemoReport): boolean {
  return Object.values(invariantViolations).every((count) => count === 0);
}

/** The lines for people. */
export function describeDemo(report: DemoReport): readonly string[] {
  const { incidents, faults, failedRequestShare: failed } = report;
  return [
    `${report.virtualHours} h of ${report.serviceDays} service-days, simulated in ${report.wallSeconds.toFixed(1)} s`,
    '',
    `Faults injected     ${incidents.injected}, detected ${incidents.detected}, false incidents ${incidents.falseIncidents}`,
    `With a remedy       ${faults.withRemedy}, mended without a person ${faults.resolvedWithoutPerson}`,
    `Incidents           ${incidents.opened}: ${incidents.resolved} resolved, ${incidents.rolledBack} rolled back, ` +
      `${incidents.escalated} escalated, ${incidents.suppressed} suppressed, ${incidents.open} open`,
    `Time to detect      ${spread(report.detectSeconds)}`,
    `Time to recover     ${spread(report.recoverSeconds)}`,
    `Changes made        ${report.mutations} by Fleetmedic, ${report.personActs} by the person on call`,
    '',
    'Failed requests, same story:',
    ...Object.entries(failed).map(([who, share]) => `  ${NAMES[who] ?? who} ${permille(share)}`),
    '',
    ...describeInvariants(report),
  ];
}

const NAMES: Readonly<Record<string, string>> = {
  fleetmedic: 'Fleetmedic                  ',
  nobody: 'nobody                      ',
  staticAlarmsAndPerson: 'static alarms and a person  ',
  platformOnly: 'the platform alone          ',
};

function describeInvariants({ invariantViolations }: DemoReport): readonly string[] {
  const broken = Object.entries(invariantViolations).filter(([, count]) => count > 0);
  if (broken.length === 0) return [`All ${Object.keys(INVARIANTS).length} safety rules held.`];
  return broken.map(([id, count]) => `BROKEN ${id} ${count} times: ${INVARIANTS[id as InvariantId]}`);
}

function spread({ p50, p95 }: DemoReport['detectSeconds']): string {
  if (p50 === null || p95 === null) return 'nothing to measure';
  return `half within ${formatDuration(p50)}, 95 % within ${formatDuration(p95)}`;
}

function permille(share: number): string {
  return `${(share * 1000).toFixed(2)} of 1000`;
}
