// `medic backtest`: what Fleetmedic would have done over the recorded past of a user's own services (X1).

import type { Command } from 'commander';
import type { BacktestIncident, BacktestReport, KnownReport } from '#local/backtest/report.ts';
import type { CliIo } from './io.ts';
import { formatTime, writeJson, writeLines, writeTable } from './output.ts';
import { readSettingsFile } from './settings-file.ts';

interface BacktestFlags {
  readonly metrics: string;
  readonly changes?: string;
  readonly incidents?: string;
  readonly settings?: string;
  readonly json?: boolean;
}

/** Incidents that the text names; all are in the JSON. */
const INCIDENTS_SHOWN = 20;

/** Adds `backtest`. */
export function addBacktestCommand(program: Command, io: CliIo): void {
  program
    .command('backtest')
    .summary('what would have been done over recorded metrics')
    .description(
      'Runs the whole loop over metrics exported from CloudWatch, in mode observe: what would have been found, when, what ' +
        'would have been done about it, who would have been asked, and what stays unknown. Reads <service>.csv with ' +
        'a timestamp and a column for each signal: request-count, error-count, latency-p50, latency-p99 (seconds), ' +
        'healthy-targets, unhealthy-targets, cpu, memory, running-tasks, connections, queue-depth, queue-age, ' +
        'or the names that CloudWatch gives to these metrics.',
    )
    .requiredOption('--metrics <path>', 'a folder of <service>.csv files, or one of them')
    .option('--changes <file>', 'timestamp,service,kind[,summary]: deployments and other changes')
    .option('--incidents <file>', 'start,end[,service]: incidents that people know of')
    .option('--settings <file>', 'fleetmedic.yaml: what services call, and who approves')
    .addHelpText(
      'after',
      '\nExamples:\n  $ medic backtest --metrics november/\n' +
        '  $ medic backtest --metrics november/ --changes deploys.csv --incidents known.csv --json',
    )
    .action((flags: BacktestFlags) => tellBacktest(io, flags));
}

async function tellBacktest(io: CliIo, { settings: file, json, ...files }: BacktestFlags): Promise<void> {
  const settings = file === undefined ? undefined : await readSettingsFile(io, file);
  const onProgress = io.isTerminal ? (line: string) => io.tell(`${line}\n`) : undefined;
  const report = await io.tasks.backtest({ ...files, settings, onProgress });
  for (const notice of report.notices) io.tell(`${notice}\n`);
  if (json) writeJson(io, report);
  else show(io, report);
}

function show(io: CliIo, report: BacktestReport): void {
  const { path, services, periodSeconds, from, to, model, incidents, incidentsPerServiceWeek } = report;
  writeLines(io, [
    `${path}: ${services.length} services, a point every ${periodSeconds} s, ${from} to ${to}`,
    model === null ? 'Judged by thresholds alone: no model could be used' : `Model: ${model}`,
    `Incidents: ${incidents.length}, ${incidentsPerServiceWeek} per service and week`,
  ]);
  if (incidents.length > 0) showIncidents(io, incidents);
  if (report.known) showKnown(io, report.known);
  writeLines(io, [
    `Watching these services on AWS: about $${report.cost.dollarsPerMonth.toFixed(2)} a month ` +
      `(prices of ${report.cost.prices.month}, ${report.cost.prices.region})`,
    'What this cannot say:',
    ...report.limits.map((limit) => `  ${limit}`),
  ]);
}

function showIncidents(io: CliIo, incidents: readonly BacktestIncident[]): void {
  const shown = incidents.slice(0, INCIDENTS_SHOWN);
  writeTable(
    io,
    ['Detected', 'What, and its likely cause', 'What would have been done'],
    shown.map((incident) => [
      formatTime(Date.parse(incident.detectedAt)),
      describeFinding(incident),
      describeAnswer(incident),
    ]),
  );
  if (incidents.length > shown.length) writeLines(io, [`... and ${incidents.length - shown.length} more`]);
}

function describeFinding({ severity, title, hypotheses: [best] }: BacktestIncident): string {
  const cause = best
    ? `${best.failureType} in ${best.service}, ${Math.round(best.confidence * 100)} % sure`
    : 'no cause was found';
  return `${severity} ${title}\n${cause}`;
}

function describeAnswer({ plan, escalation, unknown }: BacktestIncident): string {
  const lines = plan
    ? [
        plan.summary,
        `risk ${plan.risk.tier}; people asked: ${plan.approvals.inApprove} in mode approve, ${plan.approvals.inAuto} in auto`,
      ]
    : [escalation === null ? 'nothing: it passed by itself' : `people called: ${escalation}`];
  return [...lines, ...(unknown.length > 0 ? [`unknown: ${unknown.join('; ')}`] : [])].join('\n');
}

function showKnown(io: CliIo, known: KnownReport): void {
  writeTable(
    io,
    ['Known incident', 'Service', 'Found', 'Delay'],
    known.incidents.map(({ from, service, incidentId, delaySeconds }) => [
      formatTime(Date.parse(from)),
      service ?? 'any',
      incidentId ?? 'missed',
      delaySeconds === null ? '-' : `${delaySeconds} s`,
    ]),
  );
  writeLines(io, [
    `Found ${known.found} of ${known.incidents.length} known incidents, median delay ${known.medianDelaySeconds ?? '-'} s`,
    `False pages: ${known.falsePages}, ${known.falsePagesPerServiceWeek} per service and week`,
  ]);
}
