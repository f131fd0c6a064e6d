// Binds `medic local --aws` to the server over an account: the wall clock, the log file, signals and the browser.

import { Instant } from '#domain/ids.ts';
import { startAccountServer } from '#local/aws/account-server.ts';
import { makeAccountWorld } from '#local/aws/account-world.ts';
import type { LocalModels } from '#local/models.ts';
import { trainInProcess } from '#local/training.ts';
import type { Account } from '#runtime/aws/account.ts';
import { openBrowser, openLog } from './local-server.ts';
import type { AccountServerOptions, StartedServer } from './tasks.ts';
import { calendarWallClock } from './wall-clock.ts';

/** Starts the server of this process; it ends with Ctrl+C or a termination signal. */
export async function startServerOfAccount(
  { port, dataFolder, settings, isActing, isBrowserOpened, tell }: AccountServerOptions,
  account: Account,
  models: LocalModels,
): Promise<StartedServer> {
  const server = await startAccountServer({
    port,
    dataFolder,
    settings,
    place: await account.identify(),
    world: makeAccountWorld({ account, isActing, tell }),
    ...models,
    train: trainInProcess,
    startAt: Instant.parse(Date.now()),
    wallClock: calendarWallClock,
    log: openLog(dataFolder),
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void server.stop());
  if (isBrowserOpened) openBrowser(server.consoleUrl);
  return { url: server.url, consoleUrl: server.consoleUrl, ended: server.ended };
}
