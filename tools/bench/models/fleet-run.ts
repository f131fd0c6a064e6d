// A story of the simulated fleet, healed, with all that the figures of the models bench need of it: the plant's truth, what
// Fleetmedic told people and when, and what static thresholds told them of the same metrics, run in shadow.

import { openDatabase } from '#adapters/sqlite/database.ts';
import type { AnomalyModel } from '#application/ports/anomaly-model.ts';
import type { Anomaly } from '#domain/anomaly/anomaly.ts';
import type { Diagnosis } from '#domain/diagnosis/diagnosis.ts';
import { type Instant, type ServiceId, secondsAfter } from '#domain/ids.ts';
import type { Incident } from '#domain/incident/incident.ts';
import { allDependenciesOf } from '#domain/service/topology.ts';
import { STORY_START } from '#local/demo/demo.ts';
import type { AccidentKind } from '#local/fleet/accident.ts';
import { type AccidentTruth, createFleet, type Fleet } from '#local/fleet/fleet.ts';
import { makePerson, type Person } from '#local/fleet/person.ts';
import { type AlarmName, makeStaticAlarms, type StaticAlarms } from '#local/fleet/static-alarms.ts';
import type { Loop } from '#local/loop.ts';
import type { LoopModels } from '#local/loop-models.ts';
import { memoryWatches } from '#local/memory-watches.ts';
import { settingsForFleet } from '#local/simulation/fleet-settings.ts';
import { makeSimulation, type Simulation } from '#local/simulation/simulation.ts';
import { type VirtualTimeline, virtualTimeline } from '#local/timeline.ts';

/** A story by its seed and length. */
export interface StoryTask {
  readonly seed: number;
  readonly hours: number;
}

/** An alarm that begins to ring after it was silent. */
export interface Notice {
  readonly at: Instant;
  readonly serviceId: ServiceId;
  readonly alarm: AlarmName;
}

/** It is said at this time that the service will reach a limit: by the rise in its health record, or by the failure model. */
export interface Warning {
  readonly at: Instant;
  readonly serviceId: ServiceId;
  readonly failureAt: Instant;
  readonly by: 'rise' | 'prediction';
}

/** An anomaly, as far as counting needs it. */
export type Sign = Pick<Anomaly, 'serviceId' | 'at' | 'detectedAt'>;

/** A leak that users would have felt at this time, had nobody acted and nothing else been wrong. */
export interface FeltLeak {
  readonly fault: AccidentTruth;
  readonly feltAt: Instant;
}

/** All that one story left behind to be counted. */
export interface StoryRecord extends StoryTask {
  readonly endedAt: Instant;
  readonly serviceDays: number;
  readonly faults: readonly AccidentTruth[];
  readonly benign: readonly AccidentTruth[];
  readonly incidents: readonly Incident[];
  readonly diagnoses: readonly Diagnosis[];
  readonly anomalies: readonly Sign[];
  readonly warnings: readonly Warning[];
  readonly leaks: readonly FeltLeak[];
  /** Times at which people were called by Fleetmedic. */
  readonly pages: readonly Instant[];
  readonly notices: readonly Notice[];
  /** Third parties by the service that calls them. */
  readonly thirdParties: Readonly<Record<string, readonly ServiceId[]>>;
  /** What each service calls, directly or not: there a surge of its demand may be too much. */
  readonly reachOfSurge: Readonly<Record<string, readonly ServiceId[]>>;
}

const TICK_SECONDS = 60;

/** Runs the story and writes down what was told. */
export async function recordStory(
  task: StoryTask,
  model: AnomalyModel,
  models?: LoopModels,
): Promise<StoryRecord> {
  const timeline = virtualTimeline(STORY_START);
  const fleet = createFleet({ seed: task.seed, hours: task.hours, startAt: STORY_START });
  const settings = settingsForFleet(fleet.topology, 'auto');
  const pages: Instant[] = [];
  const simulation = makeSimulation({
    database: openDatabase(':memory:'),
    timeline,
    fleet,
    settings,
    model,
    models,
    seed: task.seed,
    watches: memoryWatches(),
    person: listening(makePerson(fleet, task.seed), pages),
  });
  await simulation.start();
  const shadow = startShadow(simulation, timeline);
  const endedAt = secondsAfter(STORY_START, task.hours * 3600);
  await timeline.runUntil(endedAt);
  const { faults, benign } = fleet.truth();
  return {
    ...task,
    endedAt,
    serviceDays: (fleet.topology.services.length * task.hours) / 24,
    faults,
    benign,
    ...(await readTold(simulation, endedAt)),
    leaks: feelLeaks(task, faults),
    warnings: shadow.warnings,
    notices: shadow.notices,
    pages: [...new Set(pages)],
    thirdParties: thirdPartiesOf(fleet),
    reachOfSurge: Object.fromEntries(
      settings.services.map(({ id }) => [id, allDependenciesOf(settings.services, id)]),
    ),
  };
}

/** The person, with the time of each call written down; all services of one page are called at the same time. */
function listening(person: Person, pages: Instant[]): Person {
  return {
    ...person,
    page(serviceId, at) {
      pages.push(at);
      person.page(serviceId, at);
    },
  };
}

interface Shadow {
  readonly notices: Notice[];
  readonly warnings: Warning[];
}

/** Looks once a minute, after the loop has, at the static alarms and at the latest health of every service. */
function startShadow({ fleet, loop }: Simulation, timeline: VirtualTimeline): Shadow {
  const shadow: Shadow = { notices: [], warnings: [] };
  const alarms = makeStaticAlarms(fleet, { ofResources: true });
  let ringing = new Set<string>();
  const look = async (): Promise<void> => {
    const at = timeline.now();
    ringing = noteNotices(alarms, ringing, { at, notices: shadow.notices });
    for (const { id: serviceId } of fleet.topology.services) {
      shadow.warnings.push(...(await readWarnings(loop.stores, serviceId, at)));
    }
    timeline.schedule(secondsAfter(at, TICK_SECONDS), look);
  };
  timeline.schedule(timeline.now(), look);
  return shadow;
}

async function readWarnings(
  { health, predictions }: Loop['stores'],
  serviceId: ServiceId,
  at: Instant,
): Promise<readonly Warning[]> {
  const risesUntil = (await health.latest(serviceId))?.predictedFailureAt;
  const foretoldAt = (await predictions.findOutlook(serviceId))?.predictedFailureAt;
  return [
    ...(risesUntil === undefined ? [] : [{ at, serviceId, failureAt: risesUntil, by: 'rise' as const }]),
    ...(foretoldAt === undefined
      ? []
      : [{ at, serviceId, failureAt: foretoldAt, by: 'prediction' as const }]),
  ];
}

function noteNotices(
  alarms: StaticAlarms,
  before: ReadonlySet<string>,
  { at, notices }: { readonly at: Instant; readonly notices: Notice[] },
): Set<string> {
  const now = new Set<string>();
  for (const { serviceId, alarm } of alarms.evaluate()) {
    const key = `${serviceId} ${alarm}`;
    now.add(key);
    if (!before.has(key)) notices.push({ at, serviceId, alarm });
  }
  return now;
}

async function readTold({ fleet, loop: { stores } }: Simulation, endedAt: Instant) {
  const incidents = await stores.incidents.listSince(STORY_START);
  const found = await Promise.all(incidents.map(({ incidentId }) => stores.diagnoses.find(incidentId)));
  const anomalies = await Promise.all(
    fleet.topology.services.map(({ id }) => stores.anomalies.list(id, STORY_START, endedAt)),
  );
  return {
    incidents,
    diagnoses: found.filter((each) => each !== undefined),
    anomalies: anomalies.flat().map(signOf),
  };
}

function signOf({ serviceId, at, detectedAt }: Anomaly): Sign {
  return { serviceId, at, detectedAt };
}

const LEAKS: readonly AccidentKind[] = ['F4', 'F5'];

/** The same leak in the same fleet, alone and left alone; none of those that end before anybody feels them. */
function feelLeaks(task: StoryTask, faults: readonly AccidentTruth[]): readonly FeltLeak[] {
  const leaks = faults.filter(({ kind }) => LEAKS.includes(kind));
  return leaks.flatMap((fault) => {
    const feltAt = feelAlone(task, fault);
    return feltAt === undefined ? [] : [{ fault, feltAt }];
  });
}

function feelAlone({ seed, hours }: StoryTask, fault: AccidentTruth): Instant | undefined {
  const { onset, ...same } = fault;
  const injections = [{ ...same, at: onset }];
  const fleet = createFleet({ seed, hours, startAt: STORY_START, injections });
  const endAt = secondsAfter(STORY_START, hours * 3600);
  for (let at = onset; at < endAt; at = secondsAfter(at, TICK_SECONDS)) {
    fleet.advanceTo(at);
    const [leak] = fleet.truth().faults;
    if (leak?.visibleAt !== undefined || leak?.endedAt !== undefined) return leak.visibleAt;
  }
  return undefined;
}

function thirdPartiesOf({ topology }: Fleet): StoryRecord['thirdParties'] {
  const externals = new Set(topology.externals.map(({ id }) => id));
  return Object.fromEntries(
    topology.services.map(({ id, dependsOn }) => [id, dependsOn.filter((each) => externals.has(each))]),
  );
}
