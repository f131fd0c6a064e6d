// `medic patterns`: what incidents and anomalies have in common, and which services move together.

import type { Command } from 'commander';
import type { ApiAnswer } from '#contracts/api.ts';
import { nameIndicator } from '#domain/incident/symptom.ts';
import { addServerFlags, connect, type ServerFlags } from './connection.ts';
import type { CliIo } from './io.ts';
import { formatTime, suggest, writeJson, writeLines, writeTable } from './output.ts';

type Answer = ApiAnswer<'listPatterns'>;
type Pattern = NonNullable<Answer['report']>['patterns'][number];
type Correlation = NonNullable<Answer['correlations']>['correlations'][number];

const KINDS: Readonly<Record<Pattern['kind'], string>> = {
  sequence: 'one after another',
  companions: 'together',
  recurrence: 'again',
  rhythm: 'at its time',
};

/** In words, for a column. */
const RELATIONS: Readonly<Record<Correlation['relation'], string>> = {
  declared: 'in the call graph',
  shared: 'share a caller or dependency',
  undeclared: 'not in the call graph: is a dependency missing?',
};

/** Adds `patterns`. */
export function addPatternsCommand(program: Command, io: CliIo): void {
  const patterns = program
    .command('patterns')
    .summary('what incidents have in common, and which services move together');
  addServerFlags(patterns).action((flags: ServerFlags) => listPatterns(io, flags));
}

async function listPatterns(io: CliIo, flags: ServerFlags): Promise<void> {
  const client = await connect(io, flags);
  const answer = await client.call('listPatterns', {});
  if (flags.json) return writeJson(io, answer);
  tellReport(io, answer);
  tellCorrelations(io, answer);
  const incident = answer.report?.patterns.flatMap(({ incidentIds }) => incidentIds.slice(-1))[0];
  if (incident) suggest(io, `medic show ${incident}`);
}

function tellReport(io: CliIo, { report }: Answer): void {
  if (!report) {
    writeLines(io, ['Nobody has looked for patterns yet; it is done once a day, at midnight UTC.']);
    return;
  }
  const { minedAt, anomalies, incidents, patterns } = report;
  writeLines(io, [
    `Found at ${formatTime(minedAt)} UTC among ${anomalies} anomalies of 7 days and ${incidents} incidents of 28:`,
  ]);
  if (patterns.length === 0) {
    writeLines(io, ['nothing that is more than chance.']);
    return;
  }
  writeTable(
    io,
    ['Pattern', 'What', 'Seen', 'Times chance', 'By chance', 'Incidents'],
    patterns.map((pattern) => [
      KINDS[pattern.kind],
      pattern.summary,
      String(pattern.support),
      ...oddsOf(pattern),
      pattern.incidentIds.join('\n') || '-',
    ]),
  );
}

/** How many times more often than by chance, and how likely it is chance all the same. */
function oddsOf(pattern: Pattern): readonly [string, string] {
  if (pattern.kind === 'recurrence') return ['-', '-'];
  return [pattern.lift.toFixed(1), pattern.chance < 0.001 ? '< 0.001' : pattern.chance.toFixed(3)];
}

function tellCorrelations(io: CliIo, { correlations: window }: Answer): void {
  if (!window) return;
  writeLines(io, [
    '',
    `Moving together from ${formatTime(window.from)} to ${formatTime(window.to)} UTC (changes from minute to minute):`,
  ]);
  if (window.correlations.length === 0) {
    writeLines(io, ['no two services more than by chance.']);
    return;
  }
  writeTable(
    io,
    ['First', 'Then', 'After', 'Strength', 'Relation'],
    window.correlations.map(({ first, next, lagMinutes, strength, relation }) => [
      `${first.serviceId}: ${nameIndicator(first.indicator)}`,
      `${next.serviceId}: ${nameIndicator(next.indicator)}`,
      lagMinutes === 0 ? 'the same minute' : `${lagMinutes} min`,
      strength.toFixed(2),
      RELATIONS[relation],
    ]),
  );
}
