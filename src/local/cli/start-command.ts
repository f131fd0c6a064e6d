// `medic start`: the loop over a simulated fleet in real time, with API and console, until it is interrupted.

import type { Command } from 'commander';
import type { Mode } from '#domain/mode/mode.ts';
import { DEFAULT_DATA_FOLDER, DEFAULT_PORT } from './connection.ts';
import { LARGEST_SEED } from './demo-command.ts';
import { CliError } from './exit-codes.ts';
import type { CliIo } from './io.ts';
import { suggest, writeJson } from './output.ts';
import type { StartedServer, StartOptions } from './tasks.ts';
import { mode, numberBetween, wholeNumber } from './values.ts';

interface StartFlags {
  readonly port: number;
  readonly data: string;
  readonly inMemory?: boolean;
  readonly settings?: string;
  readonly seed: number;
  readonly speed: number;
  readonly mode?: Mode;
  readonly challenger?: string;
  readonly open: boolean;
  readonly json?: boolean;
}

/** Ten hours a minute: faster, a person sees nothing happen. */
const MOST_SPEED = 600;

/** Adds `start`. */
export function addStartCommand(program: Command, io: CliIo): void {
  program
    .command('start')
    .summary('run the loop, its API and its console here')
    .description(
      'Runs the loop over a simulated fleet in this process, and serves its API and console on this machine.',
    )
    .option('--port <n>', 'port on 127.0.0.1; 0 takes any free one', wholeNumber(0, 65_535), DEFAULT_PORT)
    .option('--data <folder>', 'keep the state there, and go on from it the next time', DEFAULT_DATA_FOLDER)
    .option('--in-memory', 'keep nothing: the world is forgotten at the end')
    .option('--settings <file>', 'fleetmedic.yaml to use in place of the defaults')
    .option('--seed <n>', 'which story is told', wholeNumber(0, LARGEST_SEED), 1)
    .option('--speed <n>', 'simulated seconds per second', numberBetween(0.1, MOST_SPEED), 60)
    .option(
      '--mode <mode>',
      'observe, suggest, approve or auto (default: that of the settings; without any, auto, and approve for rollbacks)',
      mode,
    )
    .option('--challenger <folder>', 'models to try in shadow beside those that decide')
    .option('--no-open', 'do not open the browser')
    .addHelpText(
      'after',
      '\nExamples:\n  $ medic start\n  $ medic start --port 8080 --data /tmp/shop --mode auto --no-open',
    )
    .action((flags: StartFlags) => start(io, flags));
}

async function start(
  io: CliIo,
  { data, inMemory, settings, challenger, open, json, ...rest }: StartFlags,
): Promise<void> {
  const server = await begin(io, {
    ...rest,
    ...(!inMemory && { dataFolder: data }),
    ...(settings !== undefined && { settingsFile: settings }),
    ...(challenger !== undefined && { challengerFolder: challenger }),
    isBrowserOpened: open && io.isTerminal && !json,
  });
  if (json) writeJson(io, { url: server.url, consoleUrl: server.consoleUrl });
  else {
    io.out(`Fleetmedic is at ${server.url}\nConsole: ${server.consoleUrl}\nEnd it with Ctrl+C.\n`);
    suggest(io, 'medic incidents', 'medic services');
  }
  await server.ended;
}

async function begin(io: CliIo, options: StartOptions): Promise<StartedServer> {
  try {
    return await io.tasks.startServer(options);
  } catch (error) {
    const isForbidden = error instanceof Error && 'code' in error && error.code === 'EACCES';
    if (!isForbidden) throw error;
    throw new CliError(
      `Port ${options.port} may not be used by this account. Choose one above 1023 with --port.`,
    );
  }
}
