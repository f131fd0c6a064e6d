// A new simulated world is run ahead in virtual time, until shortly before the first trouble of its story: whoever opens
// the console sees a fleet with a past, and something to heal within the first minute.

import type { DatabaseSync } from 'node:sqlite';
import type { AnomalyModel } from '#application/ports/anomaly-model.ts';
import type { Settings } from '#contracts/settings.ts';
import { type Instant, secondsAfter } from '#domain/ids.ts';
import { createFleet, type FleetOptions, type FleetTopology } from '#local/fleet/fleet.ts';
import { makePerson } from '#local/fleet/person.ts';
import { type KeptWorld, sqliteFleetKeeper } from '#local/simulation/fleet-keeper.ts';
import { makeSimulation } from '#local/simulation/simulation.ts';
import { virtualTimeline } from '#local/timeline.ts';

/** How long before the first trouble the watcher joins. */
const AHEAD_SECONDS = 300;
const MINUTE_SECONDS = 60;

/** What a world is made of that does not exist yet. */
export interface NewWorld {
  readonly story: FleetOptions;
  readonly settings: (topology: FleetTopology) => Settings;
  readonly model: AnomalyModel | undefined;
}

/** Runs the world ahead and keeps it, as if the process had been stopped at that moment. */
export async function warmUp(
  database: DatabaseSync,
  { story, settings, model }: NewWorld,
): Promise<KeptWorld> {
  const timeline = virtualTimeline(story.startAt);
  const fleet = createFleet(story);
  const person = makePerson(fleet, story.seed);
  const simulation = makeSimulation({
    database,
    timeline,
    fleet,
    settings: settings(fleet.topology),
    model,
    seed: story.seed,
    person,
  });
  await simulation.start();
  await timeline.runUntil(secondsAfter(firstTroubleAt(story), -AHEAD_SECONDS));
  fleet.advanceTo(timeline.now());
  const keeper = sqliteFleetKeeper(database);
  const world = { fleet: fleet.snapshot(), person: person.snapshot() };
  keeper.save(world);
  keeper.noteMoment(timeline.now());
  return world;
}

/** When the story's first fault begins, found by letting a copy of the fleet live through it. */
function firstTroubleAt(story: FleetOptions): Instant {
  const copy = createFleet(story);
  const end = secondsAfter(story.startAt, story.hours * 3600);
  for (let at = story.startAt; at < end; at = secondsAfter(at, MINUTE_SECONDS)) {
    copy.advanceTo(at);
    const [first] = copy.truth().faults;
    if (first) return first.onset;
  }
  return end;
}
