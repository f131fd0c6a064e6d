// `medic demo`: some hours of a simulated fleet in virtual time, healed, judged, and compared with three others on the
// same story. Same seed, same bytes, but for the seconds on the wall.

import { openDatabase } from '#adapters/sqlite/database.ts';
import type { AnomalyModel } from '#application/ports/anomaly-model.ts';
import { Instant, secondsAfter } from '#domain/ids.ts';
import type { Mode } from '#domain/mode/mode.ts';
import { type DemoReport, makeReport } from '#local/demo/report.ts';
import { createFleet, type FleetOptions } from '#local/fleet/fleet.ts';
import { runNobody, runPlatformOnly, runStaticAlarmsAndPerson } from '#local/fleet/others.ts';
import { makePerson } from '#local/fleet/person.ts';
import type { LoopModels } from '#local/loop-models.ts';
import { memoryWatches } from '#local/memory-watches.ts';
import { settingsForFleet } from '#local/simulation/fleet-settings.ts';
import { makeSimulation, type Simulation } from '#local/simulation/simulation.ts';
import { virtualTimeline } from '#local/timeline.ts';

/** When every story begins: a Monday, so that days and weeks mean something. */
export const STORY_START = Instant.parse(Date.UTC(2026, 10, 2));

export interface DemoOptions {
  readonly seed: number;
  readonly hours: number;
  readonly mode: Mode;
  readonly model: AnomalyModel | undefined;
  readonly models?: LoopModels | undefined;
  /** Milliseconds on the wall; only to say how long it took. */
  readonly wallClock: () => number;
  readonly fleet?: Partial<FleetOptions>;
  /** False: only our own run, for tests of the loop. */
  readonly isCompared?: boolean;
}

/** Runs one story and reports it. */
export async function runDemo(options: DemoOptions): Promise<DemoReport> {
  const startedAt = options.wallClock();
  const simulation = await runStory(options);
  const others = options.isCompared === false ? undefined : compareOthers(storyOf(options));
  return makeReport({
    simulation,
    hours: options.hours,
    endedAt: secondsAfter(STORY_START, options.hours * 3600),
    others,
    wallSeconds: (options.wallClock() - startedAt) / 1000,
  });
}

/** The story of a seed: the same for ours and the three others. */
function storyOf({ seed, hours, fleet }: DemoOptions): FleetOptions {
  return { seed, hours, startAt: STORY_START, ...fleet };
}

/** Fleetmedic's own run, to the end of the story and of what was begun in it. */
export async function runStory(options: DemoOptions): Promise<Simulation> {
  const timeline = virtualTimeline(STORY_START);
  const fleet = createFleet(storyOf(options));
  const simulation = makeSimulation({
    database: openDatabase(':memory:'),
    timeline,
    fleet,
    settings: settingsForFleet(fleet.topology, options.mode),
    model: options.model,
    models: options.models,
    seed: options.seed,
    watches: memoryWatches(),
    person: makePerson(fleet, options.seed),
  });
  await simulation.start();
  await timeline.runUntil(secondsAfter(STORY_START, options.hours * 3600));
  return simulation;
}

function compareOthers(story: FleetOptions) {
  return {
    nobody: runNobody(story),
    staticAlarmsAndPerson: runStaticAlarmsAndPerson(story),
    platformOnly: runPlatformOnly(story),
  };
}
