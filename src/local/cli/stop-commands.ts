// `medic stop` and `medic resume`: the stop switch (B4). Stopping is never made hard; it only has to be meant.

import type { Command } from 'commander';
import type { ApiAnswer } from '#contracts/api.ts';
import { addServerFlags, connect, type ServerFlags } from './connection.ts';
import { addConsentFlags, type ConsentFlags, isMeant } from './consent.ts';
import type { CliIo } from './io.ts';
import { formatTime, suggest, writeJson, writeLines } from './output.ts';
import { sentence } from './values.ts';

interface StopFlags extends ServerFlags, ConsentFlags {
  readonly reason: string;
}

/** Adds `stop` and `resume`. */
export function addStopCommands(program: Command, io: CliIo): void {
  const stop = program
    .command('stop')
    .summary('stop all healing at once, what runs included')
    .option('--reason <text>', 'why, for the record', sentence, 'Stopped on the command line');
  addServerFlags(addConsentFlags(stop)).action((flags: StopFlags) => stopHealing(io, flags));

  const resume = program
    .command('resume')
    .summary('allow healing again')
    .option('--reason <text>', 'why, for the record', sentence, 'Resumed on the command line');
  addServerFlags(addConsentFlags(resume)).action((flags: StopFlags) => resumeHealing(io, flags));
}

async function stopHealing(io: CliIo, flags: StopFlags): Promise<void> {
  const client = await connect(io, flags);
  const { activeRecoveries } = await client.call('health', {});
  if (!flags.json)
    writeLines(io, [`${activeRecoveries.length} recoveries run; stopping ends them where they are.`]);
  if (!(await isMeant(io, flags, { word: 'stop', act: 'stop all healing' }))) {
    return flags.json ? writeJson(io, { isDryRun: true, activeRecoveries }) : undefined;
  }
  const answer = await client.call('stopHealing', { confirm: 'stop', reason: flags.reason });
  tellSwitch(io, answer, flags);
  if (!flags.json) suggest(io, 'medic resume --yes');
}

async function resumeHealing(io: CliIo, flags: StopFlags): Promise<void> {
  const client = await connect(io, flags);
  const before = await client.call('readStop', {});
  if (!flags.json) tellSwitch(io, before, flags);
  if (!(await isMeant(io, flags, { word: 'resume', act: 'allow healing again' }))) {
    return flags.json ? writeJson(io, { isDryRun: true, ...before }) : undefined;
  }
  tellSwitch(io, await client.call('resumeHealing', { reason: flags.reason }), flags);
}

function tellSwitch(io: CliIo, answer: ApiAnswer<'readStop'>, { json }: ConsentFlags): void {
  if (json) {
    writeJson(io, { isDryRun: false, ...answer });
    return;
  }
  const { isEngaged, by, reason, at } = answer.stop;
  const since = at > 0 ? ` since ${formatTime(at)} UTC by ${by}: ${reason}` : '';
  writeLines(io, [isEngaged ? `All healing is stopped${since}` : `Healing is allowed${since}`]);
}
