// `medic predictions`: which resources are likely to run out, and whether such warnings were right before.

import type { Command } from 'commander';
import type { ApiAnswer } from '#contracts/api.ts';
import { formatDuration, formatShare, nameIndicator } from '#domain/incident/symptom.ts';
import { addServerFlags, connect, type ServerFlags } from './connection.ts';
import type { CliIo } from './io.ts';
import { formatTime, suggest, writeJson, writeLines, writeTable } from './output.ts';

type Predictions = ApiAnswer<'readPredictions'>;
type Warning = Predictions['warnings'][number];

const WEEK_HOURS = 168;

/** Adds `predictions`. */
export function addPredictionsCommand(program: Command, io: CliIo): void {
  const command = program
    .command('predictions')
    .summary('failures ahead, and how earlier predictions turned out');
  addServerFlags(command).action((flags: ServerFlags) => listPredictions(io, flags));
}

async function listPredictions(io: CliIo, flags: ServerFlags): Promise<void> {
  const client = await connect(io, flags);
  const answer = await client.call('readPredictions', { hours: WEEK_HOURS });
  if (flags.json) return writeJson(io, answer);
  tellWarnings(io, answer);
  writeLines(io, ['', ...tellScores(answer)]);
  const rows = answer.calibration
    .filter(({ count }) => count > 0)
    .map(({ from, count, said, happened }) => [
      `${Math.round(from * 100)}-${Math.round(from * 100) + 10} %`,
      String(count),
      shareOr(said),
      shareOr(happened),
    ]);
  if (rows.length > 0) writeTable(io, ['Chance within 30 min', 'Predictions', 'Said', 'Happened'], rows);
}

function tellWarnings(io: CliIo, { warnings, now }: Predictions): void {
  if (warnings.length === 0) {
    writeLines(io, ['No resource is likely to reach its limit within the hour.']);
    return;
  }
  const header = ['Service', 'Warning', 'Since (UTC)', 'Resource', 'Within 15/30/60 min', 'Reached in'];
  writeTable(
    io,
    header,
    warnings.map((warning) => rowOf(warning, now)),
  );
  writeLines(io, warnings.flatMap(tellPrecursor));
  const precedents = warnings.flatMap(({ outlook }) => outlook.precursor?.incidentId ?? []);
  suggest(io, ...precedents.slice(0, 1).map((incidentId) => `medic show ${incidentId}`));
}

function rowOf({ serviceId, outlook }: Warning, now: number): readonly string[] {
  const [likeliest] = outlook.indicators;
  const [, ...later] = likeliest?.within ?? [];
  return [
    serviceId,
    outlook.grade,
    formatTime(outlook.since),
    likeliest ? nameIndicator(likeliest.indicator) : '-',
    later.map(formatShare).join(' / '),
    tellTime(likeliest, now),
  ];
}

function tellTime(likeliest: Warning['outlook']['indicators'][number] | undefined, now: number): string {
  const { failureAt, earliestAt, latestAt } = likeliest ?? {};
  if (failureAt === undefined || earliestAt === undefined || latestAt === undefined) return 'not in sight';
  const until = (at: number) => formatDuration(Math.max(0, at - now) / 1000);
  return `${until(failureAt)} (80 %: ${until(earliestAt)} to ${until(latestAt)})`;
}

function tellPrecursor({ serviceId, outlook: { precursor } }: Warning): readonly string[] {
  if (!precursor) return [];
  const { indicator, incidentId } = precursor;
  return [`${serviceId}: its ${nameIndicator(indicator)} looks like the hour before ${incidentId}`];
}

function tellScores({
  scored,
  verdicts,
  precision,
  recall,
  leadMinutes,
  earlyShare,
  intervalShare,
}: Predictions): readonly string[] {
  const { hit, averted, miss } = verdicts;
  const early = leadMinutes === undefined ? '' : `, ${shareOr(earlyShare)} of them 15 min ahead or more`;
  return [
    `Of the last seven days ${scored} predictions were scored: ${hit} right warnings${early}, ${verdicts['false-warning']} false, ${averted} averted, ${miss} missed.`,
    `Warnings that were right: ${shareOr(precision)}. Failures that were warned of: ${shareOr(recall)}. Within the 80 % interval: ${shareOr(intervalShare)}.`,
  ];
}

function shareOr(share: number | undefined): string {
  return share === undefined ? 'not known yet' : formatShare(share);
}
