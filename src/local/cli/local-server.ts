// Binds `medic start` to the local server: story, settings, the wall clock, the log file, signals and the browser.

import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Settings } from '#contracts/settings.ts';
import { parseSettings } from '#contracts/settings-document.ts';
import { InvalidInputError } from '#domain/errors.ts';
import { STORY_START } from '#local/demo/demo.ts';
import type { FleetTopology } from '#local/fleet/fleet.ts';
import type { LocalModels } from '#local/models.ts';
import { startServer } from '#local/server/server.ts';
import { settingsForFleet, showcaseSettings } from '#local/simulation/fleet-settings.ts';
import { trainInProcess } from '#local/training.ts';
import { type CountingLog, makeLog } from '#runtime/log.ts';
import type { StartedServer, StartOptions } from './tasks.ts';
import { systemWallClock } from './wall-clock.ts';

/** Two weeks of story: longer than anybody watches. */
const STORY_HOURS = 336;
/** A fault every hour or so: at an hour a minute there is always something to see. */
const FAULTS_PER_DAY = 30;
const LOG_FILE = 'fleetmedic.log';

/** Starts the server of this process; it ends with Ctrl+C or a termination signal. */
export async function startLocalServer(options: StartOptions, models: LocalModels): Promise<StartedServer> {
  const fromFile = options.settingsFile === undefined ? undefined : await readSettings(options.settingsFile);
  const server = await startServer({
    port: options.port,
    dataFolder: options.dataFolder,
    story: {
      seed: options.seed,
      startAt: STORY_START,
      hours: STORY_HOURS,
      faultsPerDay: FAULTS_PER_DAY,
      benignPerDay: FAULTS_PER_DAY,
    },
    speed: options.speed,
    settings: (topology) => chooseSettings(topology, fromFile, options),
    ...models,
    train: trainInProcess,
    wallClock: systemWallClock,
    log: openLog(options.dataFolder),
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void server.stop());
  if (options.isBrowserOpened) openBrowser(server.consoleUrl);
  return { url: server.url, consoleUrl: server.consoleUrl, ended: server.ended };
}

async function readSettings(path: string): Promise<Settings> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new InvalidInputError(`${path} cannot be read; check the path given with --settings`);
  });
  return parseSettings(text, path);
}

/** The document in full, but for a mode given on the command line; it must speak of the simulated fleet. */
function chooseSettings(
  topology: FleetTopology,
  fromFile: Settings | undefined,
  { mode }: StartOptions,
): Settings {
  const ofFleet = mode === undefined ? showcaseSettings(topology) : settingsForFleet(topology, mode);
  if (!fromFile) return ofFleet;
  const known = new Set(ofFleet.services.flatMap(({ resources }) => resources));
  const strangers = fromFile.services.flatMap(({ resources }) => resources).filter((id) => !known.has(id));
  if (strangers.length > 0) {
    throw new InvalidInputError(
      `The settings name resources that the simulated fleet does not have: ${strangers.join(', ')}. ` +
        'Its services are listed by `medic services`; without --settings all of them are watched',
    );
  }
  return { ...fromFile, mode: mode ?? fromFile.mode };
}

/** The log file beside the data; without a folder the lines are dropped. */
export function openLog(folder: string | undefined): CountingLog {
  if (folder === undefined) return makeLog();
  mkdirSync(folder, { recursive: true });
  const file = createWriteStream(join(folder, LOG_FILE), { flags: 'a' });
  return makeLog((line) => file.write(`${line}\n`));
}

const OPENERS: Readonly<Partial<Record<NodeJS.Platform, string>>> = { darwin: 'open', win32: 'explorer' };

/** Opens a browser; one that cannot be opened is no failure: the link was printed. */
export function openBrowser(url: string): void {
  const opener = spawn(OPENERS[process.platform] ?? 'xdg-open', [url], { stdio: 'ignore', detached: true });
  opener.once('error', () => undefined);
  opener.unref();
}
