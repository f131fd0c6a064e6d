// The figures over all issues of a replay.

import { medianOf } from '#domain/baseline/robust.ts';
import type { IssueReport, IssueSummary, NormalReport } from './report.ts';

const TOP = 3;

/** Shares are of all issues, those included that were not detected. */
export function summarizeIssues(issues: readonly IssueReport[], normal: NormalReport): IssueSummary {
  const delays = issues.flatMap(({ delaySeconds }) => delaySeconds ?? []);
  const share = (count: number) => (issues.length === 0 ? 0 : round(count / issues.length));
  const within = (rank: number) =>
    issues.filter(({ causeRank }) => causeRank !== null && causeRank <= rank).length;
  const detected = issues.filter(({ isDetected }) => isDetected).length;
  return {
    issues: issues.length,
    detected,
    detectedShare: share(detected),
    medianDelaySeconds: delays.length === 0 ? null : medianOf(delays),
    top1Share: share(within(1)),
    top3Share: share(within(TOP)),
    withPlan: issues.filter(({ incident }) => (incident?.plan.actions.length ?? 0) > 0).length,
    falseIncidents: normal.incidents.length,
    falseIncidentsPerServiceDay: normal.incidentsPerServiceDay,
  };
}

/** Three decimals: what a share of some dozens can bear. */
export function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
