// Challengers of the models that judge no incidents in the loop of one machine: each is heard where its champion speaks,
// is looked at once an hour, and changes nothing.

import { expect, it } from 'vitest';
import { openDatabase } from '#adapters/sqlite/database.ts';
import { RANKING_FEATURE_NAMES } from '#domain/cause/ranking-features.ts';
import { FAILURE_TYPE_FEATURE_NAMES } from '#domain/failure-type/failure-type-features.ts';
import { TYPE_COUNT } from '#domain/failure-type/type-opinion.ts';
import { FORECAST_FEATURE_COUNT } from '#domain/forecast/forecast-features.ts';
import { createFleet } from '#local/fleet/fleet.ts';
import { settingsForFleet } from '#local/simulation/fleet-settings.ts';
import { makeSimulation } from '#local/simulation/simulation.ts';
import { virtualTimeline } from '#local/timeline.ts';
import { steadyModel } from '../application/observe-world.ts';
import { steadyFailureModel } from '../foresight.ts';
import { minutesAfter, NOON } from './fleet/builders.ts';

const STORY = { seed: 1, startAt: NOON, hours: 6, serviceCount: 6, faultsPerDay: 96, benignPerDay: 0 };
const MINUTES = 310;
const FORECAST_OUTPUTS = 16;
const NAMES = ['cause-ranker', 'failure-boosting', 'failure-type', 'forecast-mixer'];

/** One version of each, which says the same of everything. */
function versionsOf(hash: string, value: number) {
  const infoOf = (name: string) => ({ name, hash: `${name}-${hash}`, featureHash: 'any' });
  const failure = steadyFailureModel([0, 0, value / 10, value / 10]);
  const steady = (name: string, inputCount: number, outputCount: number) => ({
    info: infoOf(name),
    inputCount,
    outputCount,
    evaluate: async (_features: Float32Array, rowCount: number) =>
      new Float32Array(rowCount * outputCount).fill(value),
  });
  return {
    failure: { ...failure, model: { ...failure.model, info: infoOf('failure-boosting') } },
    forecaster: steady('forecast-mixer', FORECAST_FEATURE_COUNT, FORECAST_OUTPUTS),
    ranker: { model: steady('cause-ranker', RANKING_FEATURE_NAMES.length, 1), noneLogit: 0 },
    classifier: {
      model: steady('failure-type', FAILURE_TYPE_FEATURE_NAMES.length, TYPE_COUNT),
      sharpness: 1,
    },
    infos: NAMES.map(infoOf),
  };
}

async function runStory(hasRivals: boolean) {
  const fleet = createFleet(STORY);
  const timeline = virtualTimeline(NOON);
  const [champions, rivals] = [versionsOf('1', 0.5), versionsOf('2', 2)];
  const { loop, start } = makeSimulation({
    database: openDatabase(':memory:'),
    timeline,
    fleet,
    settings: settingsForFleet(fleet.topology, 'auto'),
    model: steadyModel(0.1),
    models: {
      failureModel: champions.failure,
      forecaster: champions.forecaster,
      ranker: champions.ranker,
      typeClassifier: champions.classifier,
      ...(hasRivals && {
        failureRivals: [rivals.failure],
        forecasterRivals: [rivals.forecaster],
        rankerRivals: [rivals.ranker],
        typeRivals: [rivals.classifier],
      }),
    },
    shelf: { shipped: champions.infos, rivals: hasRivals ? rivals.infos : [] },
    seed: 1,
  });
  await start();
  await timeline.runUntil(minutesAfter(NOON, MINUTES));
  loop.stop();
  return { stores: loop.stores, services: fleet.topology.services.map(({ id }) => id) };
}

it('are heard wherever their champion speaks, and change nothing that is decided', async () => {
  const [alone, beside] = [await runStory(false), await runStory(true)];

  const { models, incidents, diagnoses } = beside.stores;
  const ledgersOf = async (name: string) =>
    (await Promise.all(beside.services.map((id) => models.findLedger(name, id)))).flatMap(
      (ledger) => ledger ?? [],
    );
  for (const name of ['failure-boosting', 'forecast-mixer']) {
    const [ledger, ...others] = await ledgersOf(name);
    expect(ledger).toMatchObject({ champion: `${name}-1`, challenger: `${name}-2` });
    expect(others.length).toBeGreaterThan(0);
  }
  const opened = await incidents.listSince(NOON);
  const found = await Promise.all(opened.map(({ incidentId }) => diagnoses.find(incidentId)));
  expect(found.filter((diagnosis) => diagnosis?.shadow?.challenger === 'cause-ranker-2')).not.toEqual([]);
  expect(found.filter((each) => each?.shadowTypes?.challenger === 'failure-type-2')).not.toEqual([]);
  for (const name of NAMES) expect((await models.find(name))?.trial?.verdict).toBe('undecided');
  const seen = async ({ stores }: typeof alone) => ({
    incidents: await stores.incidents.listSince(NOON),
    outcomes: await stores.outcomes.listSince(NOON),
  });
  expect(opened.length).toBeGreaterThan(0);
  expect(await seen(beside)).toEqual(await seen(alone));
}, 120_000);
