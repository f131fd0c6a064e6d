// `medic local --aws`: the loop over a real account in real time, with API and console on this machine.

import type { ModelShelf } from '#application/models/register-shelf.ts';
import type { AnomalyModel } from '#application/ports/anomaly-model.ts';
import type { ArnPlace } from '#contracts/naming.ts';
import type { Settings } from '#contracts/settings.ts';
import type { Instant } from '#domain/ids.ts';
import type { LoopModels } from '#local/loop-models.ts';
import { realTimeline, type WallClock } from '#local/real-timeline.ts';
import { type Door, takePort } from '#local/server/door.ts';
import { makeLocalApi } from '#local/server/local-api.ts';
import { deriveSecret } from '#local/server/token.ts';
import { type Train, trainWhenAsked } from '#local/training.ts';
import type { World } from '#local/world.ts';
import type { CountingLog } from '#runtime/log.ts';
import { type AccountFolder, openAccountFolder } from './account-folder.ts';
import { makeAccountLoop } from './account-loop.ts';

export interface AccountServerOptions {
  /** 0 takes any free port. */
  readonly port: number;
  readonly dataFolder: string;
  readonly settings: Settings;
  readonly world: World;
  readonly place: ArnPlace;
  readonly model: AnomalyModel | undefined;
  readonly rival?: AnomalyModel | undefined;
  readonly models?: LoopModels | undefined;
  readonly shelf?: ModelShelf | undefined;
  /** Carries out trainings that are asked for; nobody does when absent. */
  readonly train?: Train;
  /** The present moment of `wallClock`. */
  readonly startAt: Instant;
  readonly wallClock: WallClock;
  readonly log: CountingLog;
}

export interface RunningAccountServer {
  readonly url: string;
  readonly consoleUrl: string;
  /** Rejects when a job of the loop throws; resolves after `stop`. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

/** Starts everything and says where it is. Throws ConflictError when the port or the account's data is in use. */
export async function startAccountServer(options: AccountServerOptions): Promise<RunningAccountServer> {
  const door = await takePort(options.port);
  const opened: { close(): void }[] = [door];
  try {
    const folder = openAccountFolder(options.dataFolder, options.place);
    opened.push(folder);
    return await startLoop(options, door, folder);
  } catch (error) {
    for (const each of opened) each.close();
    throw error;
  }
}

async function startLoop(
  options: AccountServerOptions,
  door: Door,
  { database, token, close }: AccountFolder,
): Promise<RunningAccountServer> {
  const { startAt, wallClock, log } = options;
  const pace = realTimeline({ startAt, wallClock, speed: 1, whenBusy: 'run-late' });
  const secret = deriveSecret(token, 'task tokens');
  const loop = makeAccountLoop({
    ...options,
    database,
    timeline: pace,
    secret,
    stopwatch: { milliseconds: wallClock.now },
  });
  const api = makeLocalApi(loop, { token, clock: pace, wallClock, log });
  if (options.train) trainWhenAsked({ ...loop, database, log, train: options.train });
  await loop.start();
  door.open(api.fetch);
  const ended = pace.run().finally(() => {
    // The API first: its event streams never end by themselves, and an open one keeps the server from closing.
    for (const each of [api, door, { close }]) each.close();
  });
  return {
    url: door.url,
    consoleUrl: `${door.url}/?token=${token}`,
    ended,
    async stop() {
      pace.stop();
      await ended;
    },
  };
}
