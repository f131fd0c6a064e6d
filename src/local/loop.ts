// The whole loop in one process: the handlers of functions/ and the state machine of statemachines/, over the embedded
// database and a world, on one timeline. The composition root of everything local.

import type { DatabaseSync } from 'node:sqlite';
import { sqliteExecutionStore } from '#adapters/sqlite/execution-store.ts';
import { sqliteMessageStore } from '#adapters/sqlite/message-store.ts';
import { makeSqliteStores, type SqliteStores } from '#adapters/sqlite/stores.ts';
import { sqliteTickStore } from '#adapters/sqlite/tick-store.ts';
import { registerModels } from '#application/models/register-models.ts';
import { type ModelShelf, registerShelf } from '#application/models/register-shelf.ts';
import type { AnomalyModel } from '#application/ports/anomaly-model.ts';
import type { SettingsSource, Stopwatch } from '#application/ports/operations.ts';
import type { WatchStore } from '#application/ports/telemetry.ts';
import type { CloudEvent } from '#contracts/cloud-event.ts';
import { EVENT_SOURCE, type PollShard } from '#contracts/events.ts';
import type { LogSubscription } from '#contracts/log-delivery.ts';
import type { Settings } from '#contracts/settings.ts';
import { PREDICTION_PERIOD_SECONDS } from '#domain/failure/cadence.ts';
import { handler as forecastDemand } from '#functions/forecast-demand/handler.ts';
import { handler as minePatterns } from '#functions/mine-patterns/handler.ts';
import { handler as openIncident } from '#functions/open-incident/handler.ts';
import { handler as planPolls } from '#functions/plan-polls/handler.ts';
import { handler as predictFailures } from '#functions/predict-failures/handler.ts';
import { handler as receiveSignal } from '#functions/receive-signal/handler.ts';
import { handler as scoreServices } from '#functions/score-services/handler.ts';
import type { Execution } from '#local/asl/execution.ts';
import type { Executor } from '#local/asl/executor.ts';
import type { HistoryEvent } from '#local/asl/history.ts';
import { type LocalBus, localBus } from '#local/delivery/bus.ts';
import type { DeliveryDeps } from '#local/delivery/channel.ts';
import type { Disturbance } from '#local/delivery/disturbance.ts';
import { type LocalQueue, localQueue } from '#local/delivery/queue.ts';
import { type Schedule, startSchedule } from '#local/delivery/schedules.ts';
import { bindRecoverySteps, type RecoveryStep, type Sabotage } from '#local/functions.ts';
import type { LoopModels } from '#local/loop-models.ts';
import { makeRecoveryRuntime, type RecoveryRuntime } from '#local/recoveries.ts';
import type { Timeline } from '#local/timeline.ts';
import type { World } from '#local/world.ts';
import { type CountingLog, makeLog } from '#runtime/log.ts';
import { fixedSettings, flagsOf } from '#runtime/settings.ts';
import { LAST_RESORT, STRATEGIES } from '#strategies/registry.ts';

/** The tick of the loop. */
const TICK_SECONDS = 60;
const DAY_SECONDS = 86_400;
/** What is kept for days need not go to the minute. */
const PURGE_SECONDS = 6 * 3600;

export interface LoopOptions {
  readonly database: DatabaseSync;
  readonly timeline: Timeline;
  readonly settings: Settings | SettingsSource;
  readonly world: World;
  /** Absent: thresholds judge alone, and nothing is automatic. */
  readonly model?: AnomalyModel | undefined;
  /** Another version of the model, to be tried in shadow; the registry says which of the two decides. */
  readonly rival?: AnomalyModel | undefined;
  /** Those that stand beside it. */
  readonly models?: LoopModels | undefined;
  /** The models that judge no incidents, for the registry. */
  readonly shelf?: ModelShelf | undefined;
  readonly log?: CountingLog;
  /** Measures how long models take; absent in simulations that must be the same at every run. */
  readonly stopwatch?: Stopwatch | undefined;
  /** Of the retries' jitter. */
  readonly seed?: number;
  /** Makes task tokens unguessable; a run that nobody can reach from outside needs none. */
  readonly secret?: string;
  readonly disturb?: Disturbance;
  readonly sabotage?: Sabotage;
  /** In place of those in the database, for a loop that nobody wants to take up again. */
  readonly watches?: WatchStore;
}

/** All ports and surroundings of the use cases, together. */
export type LoopPorts = ReturnType<typeof makePorts>;

export interface Loop {
  readonly ports: LoopPorts;
  readonly stores: SqliteStores;
  readonly executor: Executor;
  readonly bus: LocalBus;
  readonly polls: LocalQueue<PollShard>;
  /** Takes up what an earlier process left, then ticks. */
  start(): Promise<void>;
  stop(): void;
  /** An event from outside, as the bus would deliver it. */
  ingest(events: readonly CloudEvent[]): Promise<void>;
  /** Log lines of a service, as CloudWatch Logs would deliver them. */
  receiveLines(lines: LogSubscription): Promise<unknown>;
}

/** Builds the loop; nothing happens before `start`. */
export function makeLoop(options: LoopOptions): Loop {
  const log = options.log ?? makeLog();
  const delivery = makeDelivery(options, log);
  const bus = localBus(delivery);
  const polls = localQueue<PollShard>('polls', delivery);
  const { executor, recoveries } = makeRecoveries(options, () => steps);
  const ports = makePorts(options, { log, bus, pollQueue: polls, recoveries });
  const steps = bindRecoverySteps(ports, options.sabotage);
  let schedules: readonly { stop(): void }[] = [];

  return {
    ports,
    stores: ports,
    executor,
    bus,
    polls,
    async start() {
      await executor.resume();
      await registerAll(ports, options);
      connect(bus, polls, ports);
      const ticks = sqliteTickStore(options.database);
      schedules = schedulesOf(ports).map((each) => startSchedule({ ...delivery, ticks }, each));
    },
    stop: () => {
      for (const schedule of schedules) schedule.stop();
    },
    ingest: (events) => bus.put(events),
    receiveLines: receiveSignal(ports),
  };
}

async function registerAll(ports: LoopPorts, { model, rival, shelf }: LoopOptions): Promise<void> {
  if (model) await registerModels(ports, { shipped: model.info, rival: rival?.info });
  if (shelf) await registerShelf(ports, shelf);
}

/** What happens by the clock alone. */
function schedulesOf(ports: LoopPorts): readonly Schedule[] {
  const { clock, purge, settings, isRecording } = ports;
  return [
    { name: 'plan-polls', everySeconds: TICK_SECONDS, run: () => planPolls(ports)({}) },
    ...(isRecording
      ? []
      : [{ name: 'forecast-demand', everySeconds: TICK_SECONDS, run: () => forecastDemand(ports)({}) }]),
    {
      name: 'predict-failures',
      everySeconds: PREDICTION_PERIOD_SECONDS,
      run: () => predictFailures(ports)({}),
    },
    { name: 'mine-patterns', everySeconds: DAY_SECONDS, run: () => minePatterns(ports)({}) },
    {
      name: 'purge',
      everySeconds: PURGE_SECONDS,
      run: async () => purge(clock.now(), (await settings.current()).retention),
    },
  ];
}

function makeRecoveries(
  { database, timeline, seed = 1, secret = 'a run that nobody reaches from outside' }: LoopOptions,
  steps: () => Record<string, RecoveryStep>,
): RecoveryRuntime {
  const store = sqliteExecutionStore<Execution, HistoryEvent>(database);
  return makeRecoveryRuntime({ store, timeline, seed, secret, steps });
}

function makeDelivery({ database, timeline, disturb }: LoopOptions, log: CountingLog): DeliveryDeps {
  return {
    timeline,
    messages: sqliteMessageStore(database),
    report: ({ source, reason, isFinal }) => log.record('delivery-failed', { source, reason, isFinal }),
    ...(disturb && { disturb }),
  };
}

interface Surroundings {
  readonly log: CountingLog;
  readonly bus: LocalBus;
  readonly pollQueue: LocalQueue<PollShard>;
  readonly recoveries: RecoveryRuntime['recoveries'];
}

function makePorts(
  { database, timeline, settings, world, model, rival, models, watches, stopwatch }: LoopOptions,
  surroundings: Surroundings,
) {
  const source = 'current' in settings ? settings : fixedSettings(settings);
  return {
    ...makeSqliteStores(database, timeline),
    ...(watches && { watches }),
    ...world,
    ...surroundings,
    clock: { now: timeline.now },
    settings: source,
    flags: flagsOf(source),
    model,
    rival,
    stopwatch,
    ...models,
    strategies: STRATEGIES,
    lastResort: LAST_RESORT,
  };
}

/** The consumers, under the names by which undelivered messages find them again. */
function connect(bus: LocalBus, pollQueue: LocalQueue<PollShard>, ports: LoopPorts): void {
  bus.subscribe({
    name: 'receive-signal',
    matches: ({ source }) => source !== EVENT_SOURCE,
    handle: receiveSignal(ports),
  });
  bus.subscribe({
    name: 'open-incident',
    matches: ({ 'detail-type': type }) => type === 'anomaly-detected',
    handle: openIncident(ports),
  });
  pollQueue.consume(scoreServices(ports));
}
