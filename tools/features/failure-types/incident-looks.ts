// Stories of the simulated fleet for training: the loop runs over them as it would over anything, and from time to time
// what it knows of each open incident is written down, one row for each suspect, with what is truly wrong with it.

import { openDatabase } from '#adapters/sqlite/database.ts';
import type { AnomalyModel } from '#application/ports/anomaly-model.ts';
import { gather } from '#application/recovery/gather.ts';
import type { Hypothesis } from '#domain/diagnosis/diagnosis.ts';
import type { FailureType } from '#domain/diagnosis/failure-type.ts';
import { failureTypeRow } from '#domain/failure-type/failure-type-features.ts';
import { suspectsOf } from '#domain/failure-type/suspect.ts';
import { type IncidentId, type Instant, type ServiceId, secondsAfter, secondsBetween } from '#domain/ids.ts';
import type { Incident } from '#domain/incident/incident.ts';
import { STORY_START } from '#local/demo/demo.ts';
import { type AccidentTruth, createFleet } from '#local/fleet/fleet.ts';
import { makePerson } from '#local/fleet/person.ts';
import type { LoopModels } from '#local/loop-models.ts';
import { memoryWatches } from '#local/memory-watches.ts';
import { settingsForFleet } from '#local/simulation/fleet-settings.ts';
import { makeSimulation, type Simulation } from '#local/simulation/simulation.ts';
import { type VirtualTimeline, virtualTimeline } from '#local/timeline.ts';
import { trueTypeOf } from './true-types.ts';

/** One story: how it differs from those that figures are published of follows from its seed. */
export interface LookTask {
  readonly seed: number;
  readonly hours: number;
  /** Whether Fleetmedic acts; else it only watches, and so does everybody else. */
  readonly isHealed: boolean;
}

/** One suspect of one incident at one moment. */
export interface Look {
  readonly incidentId: IncidentId;
  readonly serviceId: ServiceId;
  /** Minutes since the incident was opened. */
  readonly minute: number;
  readonly row: readonly number[];
  readonly type: FailureType;
  /** What the decision tree believes of it, to compare with. */
  readonly tree: Pick<Hypothesis, 'failureType' | 'serviceId' | 'confidence'> | undefined;
}

/** Ages of an incident at which it is looked at, minutes: often while it is young, as the loop does. */
const LOOK_MINUTES: ReadonlySet<number> = new Set([0, 1, 2, 4, 6, 9, 13, 20, 30, 45, 70, 100]);
const DAY_SECONDS = 86_400;
/** Where it is healed three times as much happens as in other stories: a day teaches more, and troubles meet more often. */
const HEALED_FAULTS_PER_DAY = 24;
const HEALED_BENIGN_PER_DAY = 16;
/** Services of a fleet; calls to those that are missing are left out, so that graphs differ. */
const SIZES = [12, 12, 11, 9] as const;

/** All looks at the incidents of a story. */
export async function lookAtStory(
  task: LookTask,
  model: AnomalyModel,
  models: LoopModels,
): Promise<readonly Look[]> {
  const startAt = secondsAfter(STORY_START, (task.seed % 7) * DAY_SECONDS);
  const timeline = virtualTimeline(startAt);
  const simulation = simulate(task, { timeline, model, models, startAt });
  await simulation.start();
  const looks: Look[] = [];
  const look = async (): Promise<void> => {
    looks.push(...(await lookNow(simulation)));
    timeline.schedule(secondsAfter(timeline.now(), 60), look);
  };
  timeline.schedule(timeline.now(), look);
  await timeline.runUntil(secondsAfter(startAt, task.hours * 3600));
  return looks;
}

interface Stage {
  readonly timeline: VirtualTimeline;
  readonly model: AnomalyModel;
  readonly models: LoopModels;
  readonly startAt: Instant;
}

function simulate({ seed, hours, isHealed }: LookTask, stage: Stage): Simulation {
  const { timeline, model, models, startAt } = stage;
  const fleet = createFleet({
    seed,
    hours,
    startAt,
    ...(isHealed && { faultsPerDay: HEALED_FAULTS_PER_DAY, benignPerDay: HEALED_BENIGN_PER_DAY }),
    serviceCount: SIZES[seed % SIZES.length] ?? SIZES[0],
  });
  return makeSimulation({
    database: openDatabase(':memory:'),
    timeline,
    fleet,
    settings: settingsForFleet(fleet.topology, isHealed ? 'auto' : 'observe'),
    model,
    models,
    seed,
    watches: memoryWatches(),
    ...(isHealed && { person: makePerson(fleet, seed) }),
  });
}

async function lookNow({ loop, fleet }: Simulation): Promise<readonly Look[]> {
  const now = loop.ports.clock.now();
  const looks: Look[] = [];
  for (const incident of await loop.stores.incidents.listOpen()) {
    const minute = Math.floor(secondsBetween(incident.openedAt, now) / 60);
    if (!LOOK_MINUTES.has(minute)) continue;
    const { faults } = fleet.truth();
    const gathered = await gather(loop.ports, incident);
    looks.push(...looksAt(incident, gathered, { faults, minute }));
  }
  return looks;
}

function looksAt(
  { incidentId }: Incident,
  { facts, observations, settings: { services }, hypotheses, now }: Awaited<ReturnType<typeof gather>>,
  { faults, minute }: { readonly faults: readonly AccidentTruth[]; readonly minute: number },
): readonly Look[] {
  return suspectsOf({ facts, observations, services, now }).flatMap((suspect) => {
    const type = trueTypeOf(suspect.facts, { faults, services, at: now });
    const { serviceId } = suspect.facts;
    const tree = hypotheses.find((each) => (each.seenAt ?? each.serviceId) === serviceId);
    const row = failureTypeRow(suspect);
    return type === undefined ? [] : [{ incidentId, serviceId, minute, type, row, tree: brief(tree) }];
  });
}

function brief(hypothesis: Hypothesis | undefined): Look['tree'] {
  if (!hypothesis) return undefined;
  const { failureType, serviceId, confidence } = hypothesis;
  return { failureType, serviceId, confidence };
}
