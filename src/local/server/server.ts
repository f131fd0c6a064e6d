// `medic start`: the loop over a simulated fleet in accelerated real time, with API and console, resuming where a stopped
// or killed process was.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ServerType, serve } from '@hono/node-server';
import { openDatabase } from '#adapters/sqlite/database.ts';
import { answerApproval } from '#application/answer-approval.ts';
import type { AnomalyModel } from '#application/ports/anomaly-model.ts';
import { requestRecovery } from '#application/request-recovery.ts';
import { resumeHealing, stopHealing } from '#application/stop-healing.ts';
import type { Settings } from '#contracts/settings.ts';
import { ConflictError } from '#domain/errors.ts';
import { createFleet, type FleetOptions, type FleetTopology, restoreFleet } from '#local/fleet/fleet.ts';
import { makePerson, restorePerson } from '#local/fleet/person.ts';
import { realTimeline, type WallClock } from '#local/real-timeline.ts';
import { makeFeed } from '#local/server/feed.ts';
import { deriveSecret, localToken } from '#local/server/token.ts';
import { warmUp } from '#local/server/warm-up.ts';
import { type FleetKeeper, sqliteFleetKeeper } from '#local/simulation/fleet-keeper.ts';
import { LOCAL_OPERATOR } from '#local/simulation/fleet-settings.ts';
import { makeSimulation, type Simulation } from '#local/simulation/simulation.ts';
import { later, type Timeline } from '#local/timeline.ts';
import { makeApi } from '#runtime/api/app.ts';
import type { CountingLog } from '#runtime/log.ts';

const CONSOLE_FOLDER = fileURLToPath(new URL('../../../dist/console', import.meta.url));
/** Loopback alone: the token guards the rest of this machine's users, the address everybody else. */
const HOST = '127.0.0.1';
const DATABASE_FILE = 'fleetmedic.db';

export interface ServerOptions {
  /** 0 takes any free port. */
  readonly port: number;
  /** Absent for a world that is forgotten at the end. */
  readonly dataFolder?: string | undefined;
  readonly story: FleetOptions;
  /** Simulated seconds per second. */
  readonly speed: number;
  readonly settings: (topology: FleetTopology) => Settings;
  readonly model: AnomalyModel | undefined;
  readonly wallClock: WallClock;
  readonly log: CountingLog;
}

export interface RunningServer {
  readonly url: string;
  readonly consoleUrl: string;
  readonly simulation: Simulation;
  /** Rejects when a job of the loop throws; resolves after `stop`. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

/** Starts everything and says where it is. Throws ConflictError when the port is in use. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { dataFolder, story, model } = options;
  if (dataFolder !== undefined) mkdirSync(dataFolder, { recursive: true });
  const database = openDatabase(dataFolder === undefined ? ':memory:' : join(dataFolder, DATABASE_FILE));
  const token = localToken(dataFolder);
  const keeper = sqliteFleetKeeper(database);
  if (!keeper.load()) await warmUp({ database, keeper, story, settings: options.settings, model });

  const secret = deriveSecret(token, 'task tokens');
  const { simulation, timeline } = resumeWorld(options, { database, keeper, secret });
  const api = makeLocalApi(simulation, options, token);
  const { server, port } = await listen(api.fetch, options.port);
  await simulation.start();
  const url = `http://${HOST}:${port}`;
  const ended = timeline.run().finally(() => {
    // The API first: its event streams never end by themselves, and an open one keeps the server from closing.
    for (const each of [api, server, database]) each.close();
  });
  return {
    url,
    consoleUrl: `${url}/?token=${token}`,
    simulation,
    ended,
    async stop() {
      timeline.stop();
      await ended;
    },
  };
}

interface Kept {
  readonly database: ReturnType<typeof openDatabase>;
  readonly keeper: FleetKeeper;
  readonly secret: string;
}

/** The world as it was kept, on a timeline that goes on from its last moment. */
function resumeWorld(options: ServerOptions, { database, keeper, secret }: Kept) {
  const { story, speed, wallClock, model, log } = options;
  const kept = keeper.load();
  const fleet = kept ? restoreFleet(kept.fleet) : createFleet(story);
  const person = kept ? restorePerson(fleet, kept.person) : makePerson(fleet, story.seed);
  const startAt = later(keeper.lastMoment() ?? fleet.now(), fleet.now());
  const paced = realTimeline({ startAt, speed, wallClock, whenBusy: 'wait' });
  const timeline = noting(paced, keeper);
  const simulation = makeSimulation({
    database,
    timeline,
    fleet,
    settings: options.settings(fleet.topology),
    model,
    seed: story.seed,
    secret,
    log,
    person,
    onFleetMoved: () => keeper.save({ fleet: fleet.snapshot(), person: person.snapshot() }),
  });
  return { simulation, timeline: paced };
}

/** Keeps the moment of every job, so that time never goes back over a restart. */
function noting(timeline: Timeline, keeper: FleetKeeper): Timeline {
  return {
    now: timeline.now,
    schedule: (at, act) =>
      timeline.schedule(at, () => {
        keeper.noteMoment(timeline.now());
        return act();
      }),
  };
}

function makeLocalApi({ loop }: Simulation, { wallClock, log }: ServerOptions, token: string) {
  const { ports } = loop;
  return makeApi({
    ...ports,
    log,
    feed: makeFeed(loop.bus),
    operator: { token, principal: LOCAL_OPERATOR },
    wallClock: wallClock.now,
    consoleFolder: CONSOLE_FOLDER,
    commands: {
      answerApproval: (request) => answerApproval(ports, request),
      requestRecovery: (request) => requestRecovery(ports, request),
      stopHealing: (request) => stopHealing(ports, request),
      resumeHealing: (request) => resumeHealing(ports, request),
    },
  });
}

type Fetch = (request: Request) => Response | Promise<Response>;

function listen(fetch: Fetch, port: number): Promise<{ readonly server: ServerType; readonly port: number }> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch, port, hostname: HOST }, (info) => resolve({ server, port: info.port }));
    server.once('error', (error: NodeJS.ErrnoException) => reject(explain(error, port)));
  });
}

function explain(error: NodeJS.ErrnoException, port: number): Error {
  if (error.code !== 'EADDRINUSE') return error;
  return new ConflictError(
    `Port ${port} is in use by another program; stop it, or choose another with --port (0 takes any free one)`,
    port,
  );
}
