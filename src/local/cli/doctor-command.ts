// `medic doctor`: whether this machine and checkout can run Fleetmedic, and what to do where they cannot.

import type { Command } from 'commander';
import { DEFAULT_DATA_FOLDER, DEFAULT_PORT } from './connection.ts';
import { runChecks } from './doctor-checks.ts';
import { CliError } from './exit-codes.ts';
import type { CliIo } from './io.ts';
import { suggest, writeJson, writeTable } from './output.ts';
import { wholeNumber } from './values.ts';

interface DoctorFlags {
  readonly data: string;
  readonly port: number;
  readonly settings?: string;
  readonly json?: boolean;
}

/** Adds `doctor`. */
export function addDoctorCommand(program: Command, io: CliIo): void {
  program
    .command('doctor')
    .summary('check this machine and checkout')
    .option('--data <folder>', 'data folder to check', DEFAULT_DATA_FOLDER)
    .option('--port <n>', 'port to check', wholeNumber(1, 65_535), DEFAULT_PORT)
    .option('--settings <file>', 'settings to check (default: fleetmedic.yaml, if there is one)')
    .action((flags: DoctorFlags) => examine(io, flags));
}

async function examine(io: CliIo, { data, port, settings, json }: DoctorFlags): Promise<void> {
  const checks = await runChecks(io.tasks.doctor, {
    dataFolder: data,
    port,
    ...(settings !== undefined && { settingsFile: settings }),
  });
  const failed = checks.filter(({ state }) => state === 'FAIL');
  if (json) writeJson(io, { isWell: failed.length === 0, checks });
  else {
    const rows = checks.map(({ name, state, detail, remedy }) => [
      state,
      name,
      remedy ? `${detail}\n${remedy}` : detail,
    ]);
    writeTable(io, ['', 'Check', 'Finding'], rows);
  }
  if (failed.length > 0) throw new CliError(`Not ready: ${failed.map(({ name }) => name).join(', ')}.`);
  if (!json) suggest(io, 'medic demo', 'medic start');
}
