// `medic local --aws`: the loop on this machine over the real signals of an account, before anything is deployed there.

import type { Command } from 'commander';
import { DEFAULT_DATA_FOLDER, DEFAULT_PORT } from './connection.ts';
import { CliError, EXIT } from './exit-codes.ts';
import type { CliIo } from './io.ts';
import { suggest, writeJson } from './output.ts';
import { readSettingsFile } from './settings-file.ts';
import { wholeNumber } from './values.ts';

interface LocalFlags {
  readonly aws?: boolean;
  readonly act?: boolean;
  readonly settings?: string;
  readonly data: string;
  readonly challenger?: string;
  readonly port: number;
  readonly open: boolean;
  readonly json?: boolean;
}

/** Adds `local`. */
export function addLocalCommand(program: Command, io: CliIo): void {
  program
    .command('local')
    .summary('run the loop here over the signals of an account')
    .description(
      'Runs the loop in this process over the real metrics and resources of the account that the credentials of this ' +
        'shell lead to. It observes: nothing there is changed unless --act is given.',
    )
    .option('--aws', 'the account of this shell (needed: it is the only world besides that of `medic start`)')
    .option('--settings <file>', 'settings (default: fleetmedic.yaml; without it what is tagged is watched)')
    .option('--act', 'let the modes of the settings hold, in place of observing only')
    .option('--data <folder>', 'keep what is learned there, apart for each account', DEFAULT_DATA_FOLDER)
    .option('--port <n>', 'port on 127.0.0.1; 0 takes any free one', wholeNumber(0, 65_535), DEFAULT_PORT)
    .option('--challenger <folder>', 'models to try in shadow beside those that decide')
    .option('--no-open', 'do not open the browser')
    .action((flags: LocalFlags) => watchAccount(io, flags));
}

const WITHOUT_AWS = 'Add --aws to watch your account, or use `medic start` for a simulated fleet.';

async function watchAccount(io: CliIo, flags: LocalFlags): Promise<void> {
  if (!flags.aws) {
    throw new CliError(WITHOUT_AWS, EXIT.usage);
  }
  const isActing = flags.act ?? false;
  const fromFile = await readSettingsFile(io, flags.settings);
  const account = await io.tasks.openAccount();
  const { accountId, region } = await account.identify();
  const { chooseAccountSettings } = await import('#local/aws/account-settings.ts');
  const settings = await chooseAccountSettings(account, { fromFile, isActing });
  const server = await io.tasks.startAccountServer(
    {
      port: flags.port,
      dataFolder: flags.data,
      settings,
      isActing,
      challengerFolder: flags.challenger,
      isBrowserOpened: flags.open && io.isTerminal && !flags.json,
      tell: io.tell,
    },
    account,
  );
  if (flags.json) writeJson(io, { url: server.url, consoleUrl: server.consoleUrl, accountId, region });
  else {
    io.out(`Watching ${settings.services.length} services of account ${accountId} in ${region}, `);
    io.out(`${describeMode(settings.mode, isActing)}.\n`);
    io.out(`Fleetmedic is at ${server.url}\nConsole: ${server.consoleUrl}\nEnd it with Ctrl+C.\n`);
    suggest(io, 'medic incidents', 'medic services');
  }
  await server.ended;
}

function describeMode(mode: string, isActing: boolean): string {
  return isActing ? `in mode ${mode}: IT MAY CHANGE RESOURCES` : 'observing only: nothing there is changed';
}
