// The loop over a simulated fleet, with the judge between them: what `medic demo` runs in virtual and `medic start` in
// real time.

import type { DatabaseSync } from 'node:sqlite';
import type { ModelShelf } from '#application/models/register-shelf.ts';
import type { AnomalyModel } from '#application/ports/anomaly-model.ts';
import type { Page, Stopwatch } from '#application/ports/operations.ts';
import type { WatchStore } from '#application/ports/telemetry.ts';
import type { Settings } from '#contracts/settings.ts';
import { secondsAfter } from '#domain/ids.ts';
import type { Disturbance } from '#local/delivery/disturbance.ts';
import type { Fleet } from '#local/fleet/fleet.ts';
import type { Person } from '#local/fleet/person.ts';
import type { Sabotage } from '#local/functions.ts';
import { type Judge, makeJudge } from '#local/judge/judge.ts';
import { type Loop, makeLoop } from '#local/loop.ts';
import type { LoopModels } from '#local/loop-models.ts';
import { makeFleetWorld } from '#local/simulation/fleet-world.ts';
import { packLines } from '#local/simulation/log-delivery.ts';
import type { Timeline } from '#local/timeline.ts';
import type { CountingLog } from '#runtime/log.ts';

/** The fleet tells its events once in every minute, as the bus of an account would within seconds. */
const FLEET_TICK_SECONDS = 60;

export interface SimulationOptions {
  readonly database: DatabaseSync;
  readonly timeline: Timeline;
  readonly fleet: Fleet;
  readonly settings: Settings;
  readonly model: AnomalyModel | undefined;
  readonly rival?: AnomalyModel | undefined;
  readonly models?: LoopModels | undefined;
  readonly shelf?: ModelShelf | undefined;
  readonly seed: number;
  /** In place of those in the database, for a run that nobody takes up again. */
  readonly watches?: WatchStore;
  readonly secret?: string;
  readonly log?: CountingLog;
  /** Measures how long models take; absent where every run must be the same. */
  readonly stopwatch?: Stopwatch | undefined;
  readonly disturb?: Disturbance;
  readonly sabotage?: Sabotage;
  /** Who reacts to pages; nobody when absent. */
  readonly person?: Person;
  /** Whether questions call that person too; false where somebody else is there to answer them. */
  readonly isPersonApprover?: boolean;
  /**
   * Called after each minute of the fleet, each mutating call and each page: time to keep the state of fleet and person,
   * before anybody is told of it. What was kept and is told again after a kill is told with the same ids.
   */
  readonly onFleetMoved?: () => void;
}

export interface Simulation {
  readonly loop: Loop;
  readonly fleet: Fleet;
  readonly judge: Judge;
  /** Starts fleet and loop on the timeline. */
  start(): Promise<void>;
}

/** Joins fleet, loop and judge; nothing happens before `start`. */
export function makeSimulation(options: SimulationOptions): Simulation {
  const { fleet, timeline, person, onFleetMoved } = options;
  const world = makeFleetWorld({
    fleet,
    clock: timeline,
    witness: (action, clientToken) => judge.witness(action, clientToken),
    onPage: ({ reason, serviceIds, at }: Page) => {
      if (reason === 'approval-needed' && !(options.isPersonApprover ?? true)) return;
      for (const serviceId of serviceIds) person?.page(serviceId, at);
      onFleetMoved?.();
    },
    ...(onFleetMoved && { onCall: onFleetMoved }),
  });
  const loop = makeLoop({ ...options, world });
  const judge = makeJudge({ fleet, stores: loop.stores, settings: options.settings, now: timeline.now });
  return {
    loop,
    fleet,
    judge,
    async start() {
      await loop.start();
      timeline.schedule(timeline.now(), () => passMinute(options, loop));
    },
  };
}

/** One minute of the fleet and of the person, and all that they have to tell; then the next one. */
async function passMinute(options: SimulationOptions, loop: Loop): Promise<void> {
  const { fleet, person, timeline, onFleetMoved } = options;
  fleet.advanceTo(timeline.now());
  person?.act(timeline.now());
  // Kept with its events still in it: those that a kill keeps from being told are told after the restart.
  onFleetMoved?.();
  const events = fleet.drainEvents();
  if (events.length > 0) await loop.ingest(events);
  for (const written of fleet.errorLines()) await loop.receiveLines(packLines(written));
  timeline.schedule(secondsAfter(timeline.now(), FLEET_TICK_SECONDS), () => passMinute(options, loop));
}
