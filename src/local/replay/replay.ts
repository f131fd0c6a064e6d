// Runs the loop over a recording, in its own time: first the normal part, and from there each issue in turn. An issue
// begins from what was learned up to its hour of day, and leaves no trace: it runs inside a savepoint.

import type { DatabaseSync } from 'node:sqlite';
import type { DiagnosisStore, IncidentStore } from '#application/ports/recovery.ts';
import type { AnomalyStore, HealthStore } from '#application/ports/telemetry.ts';
import type { Settings } from '#contracts/settings.ts';
import { type Instant, secondsAfter, secondsBetween } from '#domain/ids.ts';
import { describeIncident, describeIssue } from './describe.ts';
import type { Notices } from './notices.ts';
import type { Recording } from './recording.ts';
import type { IssueReport, NormalReport, ReplayReport } from './report.ts';
import type { RecordedIssue, Scenario } from './scenario.ts';
import { settingsFor } from './services.ts';
import { round, summarizeIssues } from './summary.ts';

/** A loop over a recording whose time stands until it is told to pass. */
export interface ReplayLoop {
  readonly stores: ReplayStores;
  /** Does all that the loop would have done up to and including the moment. */
  runUntil(at: Instant): Promise<void>;
}

export interface ReplayStores {
  readonly incidents: IncidentStore;
  readonly diagnoses: DiagnosisStore;
  readonly health: HealthStore;
  readonly anomalies: AnomalyStore;
}

export interface ReplayLoopOptions {
  readonly database: DatabaseSync;
  readonly recording: Recording;
  readonly settings: Settings;
  readonly startAt: Instant;
}

export interface ReplayDeps {
  /** A fresh database that nobody else uses. */
  readonly database: DatabaseSync;
  readonly openLoop: (options: ReplayLoopOptions) => Promise<ReplayLoop>;
  readonly modelName: string | undefined;
}

/** After the last row: late points are given up on, and the last diagnosis and plan are made. */
const AFTERMATH_SECONDS = 900;
const SECONDS_PER_DAY = 86_400;

/** Replays everything a scenario holds. */
export async function replay(scenario: Scenario, deps: ReplayDeps, notices: Notices): Promise<ReplayReport> {
  const { normal } = scenario;
  const settings = settingsFor(everythingOf(scenario), scenario.calls);
  const base = await deps.openLoop({ ...deps, recording: normal, settings, startAt: normal.from });
  const issues: IssueReport[] = [];
  for (const issue of scenario.issues) {
    await base.runUntil(issue.branchAt);
    issues.push(await inSavepoint(deps.database, () => replayIssue(issue, settings, deps)));
  }
  await base.runUntil(secondsAfter(normal.to, AFTERMATH_SECONDS));
  issues.sort((one, other) => one.issue.localeCompare(other.issue, 'en', { numeric: true }));
  const normalReport = await describeNormal(scenario, base, settings);
  return {
    path: scenario.path,
    kind: scenario.kind,
    periodSeconds: normal.periodSeconds,
    services: settings.services.length,
    model: deps.modelName ?? null,
    normal: normalReport,
    issues,
    summary: scenario.kind === 'issues' ? summarizeIssues(issues, normalReport) : null,
    notices: notices.lines(),
  };
}

/** Components may appear in an issue that were silent before; all are watched from the start. */
function everythingOf({ normal, issues }: Scenario): Pick<Recording, 'components' | 'periodSeconds'> {
  const all = [normal, ...issues.map(({ recording }) => recording)].flatMap(({ components }) => components);
  const byName = new Map(all.map((component) => [component.name, component]));
  return { components: [...byName.values()], periodSeconds: normal.periodSeconds };
}

async function replayIssue(issue: RecordedIssue, settings: Settings, deps: ReplayDeps): Promise<IssueReport> {
  const { recording, branchAt } = issue;
  const loop = await deps.openLoop({ ...deps, recording, settings, startAt: branchAt });
  const endAt = secondsAfter(recording.to, AFTERMATH_SECONDS);
  await loop.runUntil(endAt);
  return describeIssue(issue, { stores: loop.stores, settings, now: endAt });
}

/** Everything that `work` writes is gone when it has answered. */
async function inSavepoint<Value>(database: DatabaseSync, work: () => Promise<Value>): Promise<Value> {
  database.exec('SAVEPOINT issue');
  try {
    return await work();
  } finally {
    database.exec('ROLLBACK TO issue');
    database.exec('RELEASE issue');
  }
}

async function describeNormal(
  { normal }: Scenario,
  { stores }: ReplayLoop,
  settings: Settings,
): Promise<NormalReport> {
  const incidents = (await stores.incidents.listSince(normal.from)).toReversed();
  const serviceDays = (settings.services.length * secondsBetween(normal.from, normal.to)) / SECONDS_PER_DAY;
  const now = secondsAfter(normal.to, AFTERMATH_SECONDS);
  return {
    from: new Date(normal.from).toISOString(),
    to: new Date(normal.to).toISOString(),
    serviceDays: round(serviceDays),
    incidents: await Promise.all(
      incidents.map((incident) => describeIncident(incident, { stores, settings, now, shiftSeconds: 0 })),
    ),
    incidentsPerServiceDay: round(incidents.length / serviceDays),
  };
}
