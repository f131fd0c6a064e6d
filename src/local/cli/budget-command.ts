// `medic budget`: how many pages of each service were false of late, against what people said they would bear (X5).

import type { Command } from 'commander';
import { addServerFlags, connect, type ServerFlags } from './connection.ts';
import type { CliIo } from './io.ts';
import { writeJson, writeLines, writeTable } from './output.ts';

/** The standing is of the last four weeks, whatever else is asked of the statistics. */
const HOURS = 1;

/** Adds `budget`. */
export function addBudgetCommand(program: Command, io: CliIo): void {
  const command = program.command('budget').summary('false pages of each service, against what is bearable');
  addServerFlags(command).action((flags: ServerFlags) => tellBudget(io, flags));
}

async function tellBudget(io: CliIo, flags: ServerFlags): Promise<void> {
  const client = await connect(io, flags);
  const { now, alarmBudget } = await client.call('statistics', { hours: HOURS });
  if (flags.json) return writeJson(io, { now, alarmBudget });
  writeTable(
    io,
    ['Service', 'False pages in 4 weeks', 'Bearable', 'Deviation asked for'],
    alarmBudget.map(({ serviceId, falsePages, bearable, raisedBy }) => [
      serviceId,
      String(falsePages),
      String(bearable),
      raisedBy === 0 ? 'the usual' : `${Math.exp(raisedBy).toFixed(1)} times the usual`,
    ]),
  );
  writeLines(io, [
    'False: people said so, or it was over before anything was done. Failed checks and limits ahead always open an incident.',
  ]);
}
