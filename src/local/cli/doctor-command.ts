// `medic doctor`: whether this machine and checkout can run Fleetmedic, or an account be healed by it, and what to do where
// they cannot.

import type { Command } from 'commander';
import { Instant } from '#domain/ids.ts';
import { DEFAULT_DATA_FOLDER, DEFAULT_PORT } from './connection.ts';
import { type Check, runChecks } from './doctor-checks.ts';
import { CliError, EXIT } from './exit-codes.ts';
import type { CliIo } from './io.ts';
import { suggest, writeJson, writeTable } from './output.ts';
import { DEFAULT_SETTINGS_FILE, readSettingsFile } from './settings-file.ts';
import { wholeNumber } from './values.ts';

interface DoctorFlags {
  readonly data: string;
  readonly port: number;
  readonly settings?: string;
  readonly aws?: boolean;
  readonly json?: boolean;
}

/** Adds `doctor`. */
export function addDoctorCommand(program: Command, io: CliIo): void {
  program
    .command('doctor')
    .summary('check this machine and checkout, or an account')
    .option('--data <folder>', 'data folder to check', DEFAULT_DATA_FOLDER)
    .option('--port <n>', 'port to check', wholeNumber(1, 65_535), DEFAULT_PORT)
    .option('--settings <file>', 'settings to check (default: fleetmedic.yaml, if there is one)')
    .option('--aws', 'check the account that the credentials of this shell lead to; nothing in it is changed')
    .action(async (flags: DoctorFlags) =>
      report(io, flags, flags.aws ? await examineAccount(io, flags) : await examineMachine(io, flags)),
    );
}

function examineMachine(io: CliIo, { data, port, settings }: DoctorFlags): Promise<readonly Check[]> {
  return runChecks(io.tasks.doctor, {
    dataFolder: data,
    port,
    ...(settings !== undefined && { settingsFile: settings }),
  });
}

async function examineAccount(io: CliIo, flags: DoctorFlags): Promise<readonly Check[]> {
  const settings = await readSettingsFile(io, flags.settings);
  if (!settings) {
    const message = `There is no ${DEFAULT_SETTINGS_FILE} here: write one that names your services, or name it with --settings.`;
    throw new CliError(message, EXIT.usage);
  }
  const { runAccountChecks } = await import('#local/aws/account-checks.ts');
  return runAccountChecks(await io.tasks.openAccount(), { settings, now: Instant.parse(io.now()) });
}

function report(io: CliIo, { aws, json }: DoctorFlags, checks: readonly Check[]): void {
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
  if (!json) suggest(io, ...(aws ? ['medic local --aws', 'medic deploy'] : ['medic demo', 'medic start']));
}
