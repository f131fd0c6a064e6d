// `medic start`: the loop over a simulated fleet in accelerated real time, with API and console, resuming where a stopped
// or killed process was.

import type { ModelShelf } from '#application/models/register-shelf.ts';
import type { AnomalyModel } from '#application/ports/anomaly-model.ts';
import type { Instant } from '#domain/ids.ts';
import { restoreFleet } from '#local/fleet/fleet.ts';
import { restorePerson } from '#local/fleet/person.ts';
import type { LoopModels } from '#local/loop-models.ts';
import { type RealTimeline, realTimeline, type WallClock } from '#local/real-timeline.ts';
import { type DataFolder, openDataFolder } from '#local/server/data-folder.ts';
import { type Door, takePort } from '#local/server/door.ts';
import { makeLocalApi } from '#local/server/local-api.ts';
import { deriveSecret } from '#local/server/token.ts';
import type { NewWorld } from '#local/server/warm-up.ts';
import type { FleetKeeper } from '#local/simulation/fleet-keeper.ts';
import { makeSimulation, type Simulation } from '#local/simulation/simulation.ts';
import { later, type Timeline } from '#local/timeline.ts';
import { type Train, trainWhenAsked } from '#local/training.ts';
import type { CountingLog } from '#runtime/log.ts';

export interface ServerOptions extends NewWorld {
  /** 0 takes any free port. */
  readonly port: number;
  /** Absent for a world that is forgotten at the end. */
  readonly dataFolder?: string | undefined;
  /** Simulated seconds per second. */
  readonly speed: number;
  readonly wallClock: WallClock;
  readonly log: CountingLog;
  /** Another version of the model, to be tried in shadow. */
  readonly rival?: AnomalyModel | undefined;
  readonly models?: LoopModels | undefined;
  readonly shelf?: ModelShelf | undefined;
  /** Carries out trainings that are asked for; nobody does when absent. */
  readonly train?: Train;
}

export interface RunningServer {
  readonly url: string;
  readonly consoleUrl: string;
  readonly simulation: Simulation;
  /** Rejects when a job of the loop throws; resolves after `stop`. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts everything and says where it is. Throws ConflictError when the port or the data folder is in use, and
 * CorruptDatabaseError when the database must not be touched; then nothing was changed and nothing is left open.
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const door = await takePort(options.port);
  const opened: { close(): void }[] = [door];
  try {
    const folder = await openDataFolder(options.dataFolder, options);
    opened.push(folder);
    return await startLoop(options, door, folder);
  } catch (error) {
    for (const each of opened) each.close();
    throw error;
  }
}

async function startLoop(options: ServerOptions, door: Door, folder: DataFolder): Promise<RunningServer> {
  const { simulation, timeline, pace } = resumeWorld(options, folder);
  // Commands come between the jobs, at moments of their own: these are kept too, or a restart would go back behind them.
  const clock = { now: () => noted(timeline.now(), folder.keeper) };
  const { wallClock, log } = options;
  const api = makeLocalApi(simulation.loop, { token: folder.token, clock, wallClock, log });
  if (options.train) trainWhenAsked({ ...simulation.loop, ...folder, log, train: options.train });
  await simulation.start();
  door.open(api.fetch);
  const ended = pace.run().finally(() => {
    // The API first: its event streams never end by themselves, and an open one keeps the server from closing.
    for (const each of [api, door, folder]) each.close();
  });
  return {
    url: door.url,
    consoleUrl: `${door.url}/?token=${folder.token}`,
    simulation,
    ended,
    async stop() {
      pace.stop();
      await ended;
    },
  };
}

interface ResumedWorld {
  readonly simulation: Simulation;
  readonly timeline: Timeline;
  readonly pace: RealTimeline;
}

/** The world as it was kept, on a timeline that goes on from its last moment. */
function resumeWorld(
  { story, settings, speed, wallClock, model, rival, models, shelf, log }: ServerOptions,
  { database, keeper, kept, token }: DataFolder,
): ResumedWorld {
  const fleet = restoreFleet(kept.fleet);
  const person = restorePerson(fleet, kept.person);
  const startAt = later(keeper.lastMoment() ?? fleet.now(), fleet.now());
  const pace = realTimeline({ startAt, speed, wallClock, whenBusy: 'wait' });
  const timeline = noting(pace, keeper);
  const simulation = makeSimulation({
    database,
    timeline,
    fleet,
    settings: settings(fleet.topology),
    model,
    rival,
    models,
    shelf,
    seed: story.seed,
    secret: deriveSecret(token, 'task tokens'),
    log,
    stopwatch: { milliseconds: wallClock.now },
    person,
    isPersonApprover: false,
    onFleetMoved: () => keeper.save({ fleet: fleet.snapshot(), person: person.snapshot() }),
  });
  return { simulation, timeline, pace };
}

/** Keeps the moment of every job, so that time never goes back over a restart. */
function noting(timeline: Timeline, keeper: FleetKeeper): Timeline {
  return {
    now: timeline.now,
    schedule: (at, act) =>
      timeline.schedule(at, () => {
        noted(timeline.now(), keeper);
        return act();
      }),
  };
}

function noted(now: Instant, keeper: FleetKeeper): Instant {
  keeper.noteMoment(now);
  return now;
}
