// `medic replay`: recorded metrics through the same pipeline, and what would have been found and offered.

import type { Command } from 'commander';
import type { IncidentReport, IssueReport, ReplayReport } from '#local/replay/report.ts';
import type { CliIo } from './io.ts';
import { writeJson, writeLines, writeTable } from './output.ts';

/** Incidents of the normal part that the text names; all are in the JSON. */
const INCIDENTS_SHOWN = 20;

/** Adds `replay`. */
export function addReplayCommand(program: Command, io: CliIo): void {
  program
    .command('replay')
    .summary('run recorded metrics through the loop')
    .description(
      'Runs a recording through the loop in observe mode: what would have been found, when, what is held to be the ' +
        'cause, and what would have been offered. Reads CSV files (timestamp,value[,value2,...]) and PetShop folders.',
    )
    .argument('<path>', 'a CSV file, a folder of them, or a PetShop folder with its issues')
    .addHelpText(
      'after',
      '\nExamples:\n  $ medic replay latency.csv\n  $ medic replay petshop/low_traffic/train --json',
    )
    .action(async (path: string, { json }: { readonly json?: boolean }) => {
      const report = await io.tasks.replay(path);
      for (const notice of report.notices) io.tell(`${notice}\n`);
      if (json) writeJson(io, report);
      else show(io, report);
    });
}

function show(io: CliIo, report: ReplayReport): void {
  const { normal, summary } = report;
  writeLines(io, [
    `${report.path}: ${report.services} services, a point every ${report.periodSeconds} s, ` +
      `${normal.from} to ${normal.to}`,
    report.model === null ? 'Judged by thresholds alone: no model could be used' : `Model: ${report.model}`,
  ]);
  if (report.issues.length > 0) showIssues(io, report.issues);
  showIncidents(io, report);
  if (summary) {
    writeLines(io, [
      `Detected ${summary.detected} of ${summary.issues} issues, median delay ${summary.medianDelaySeconds ?? '-'} s`,
      `True cause ranked first in ${percent(summary.top1Share)}, among the first three in ${percent(summary.top3Share)}`,
      `A change would have been offered in ${summary.withPlan} (hypothetical: recordings cannot be changed)`,
      `False incidents in the normal part: ${summary.falseIncidents}, ` +
        `${summary.falseIncidentsPerServiceDay} per service and day`,
    ]);
  }
}

function showIssues(io: CliIo, issues: readonly IssueReport[]): void {
  writeTable(
    io,
    ['Issue', 'Symptom', 'Delay', 'Found on', 'True cause', 'Rank', 'Would have offered'],
    issues.map(({ issue, symptom, delaySeconds, incident, cause, causeRank }) => [
      issue,
      `${symptom.service} ${symptom.metric}`,
      delaySeconds === null ? 'missed' : `${delaySeconds} s`,
      incident ? describeServices(incident) : '-',
      cause,
      causeRank === null ? '-' : String(causeRank),
      incident?.plan.summary ?? '-',
    ]),
  );
}

function showIncidents(io: CliIo, { normal, kind }: ReplayReport): void {
  const { incidents } = normal;
  const place = kind === 'issues' ? 'in the normal part' : 'found';
  writeLines(io, [`Incidents ${place}: ${incidents.length}`]);
  if (incidents.length === 0) return;
  writeTable(
    io,
    ['Detected', 'Severity', 'What', 'Held to be the cause'],
    incidents
      .slice(0, INCIDENTS_SHOWN)
      .map(({ detectedAt, severity, title, hypotheses: [best] }) => [
        detectedAt,
        severity,
        title,
        best ? `${best.failureType} in ${best.service}` : '-',
      ]),
  );
  if (incidents.length > INCIDENTS_SHOWN)
    writeLines(io, [`... and ${incidents.length - INCIDENTS_SHOWN} more`]);
}

function describeServices({ services }: IncidentReport): string {
  return services.map(({ service, indicators }) => `${service} (${indicators.join(', ')})`).join('\n');
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
