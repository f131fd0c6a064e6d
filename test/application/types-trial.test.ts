// The trial of the classifier of failure types: heard at every diagnosis, held against what was wrong, and decided by nothing
// else.

import { describe, expect, it } from 'vitest';
import { diagnoseIncident } from '#application/diagnose-incident.ts';
import type { FailureTypeClassifier } from '#application/find-failure-types.ts';
import { promoteModel, takeBackModel } from '#application/models/change-champion.ts';
import { registerModels } from '#application/models/register-models.ts';
import { reviewModels } from '#application/models/review-models.ts';
import { readIncident } from '#application/views/read-incidents.ts';
import { FailureType } from '#domain/diagnosis/failure-type.ts';
import { FAILURE_TYPE_FEATURE_NAMES } from '#domain/failure-type/failure-type-features.ts';
import { CHECKOUT, OURS, plan, settings } from '../builders.ts';
import { liveMended } from './mended-incidents.ts';
import { fallIll, makeWorld, openFor, type TestWorld } from './world.ts';

const NAME = 'failure-type';

/** A classifier that is sure of one type for every suspect. */
function classifierOf(hash: string, failureType: FailureType): FailureTypeClassifier {
  const numbers = FailureType.options.map((each) => Number(each === failureType));
  const model = {
    info: { name: NAME, hash, featureHash: 'any' },
    inputCount: FAILURE_TYPE_FEATURE_NAMES.length,
    outputCount: numbers.length,
    evaluate: async (_rows: Float32Array, count: number) =>
      Float32Array.from(Array.from({ length: count }, () => numbers).flat()),
  };
  return { model, sharpness: 1 };
}

function failing(classifier: FailureTypeClassifier): FailureTypeClassifier {
  const evaluate = () => Promise.reject(new Error('no memory'));
  return { ...classifier, model: { ...classifier.model, evaluate } };
}

const CHAMPION = classifierOf('hash-1', 'bad-task');
const CHALLENGER = classifierOf('hash-2', 'bad-deployment');

async function worldInTrial(): Promise<TestWorld> {
  const world = makeWorld({ learning: { ...settings().learning, autoPromote: true } });
  await registerModels(world.deps, { shipped: CHAMPION.model.info, rival: CHALLENGER.model.info });
  return world;
}

interface Versions {
  readonly typeClassifier?: FailureTypeClassifier;
  readonly rival?: FailureTypeClassifier;
}

async function diagnoseIn(
  world: TestWorld,
  { typeClassifier = CHAMPION, rival = CHALLENGER }: Versions = {},
) {
  const opened = await openFor(world, await fallIll(world, { 'error-share': 0.3 }, { untilMinute: 12 }));
  const { incidentId } = opened;
  const deps = { ...world.deps, typeClassifier, typeRivals: [rival] };
  await diagnoseIncident(deps, { executionId: OURS, incidentId });
  return { incidentId, found: await world.deps.diagnoses.find(incidentId) };
}

describe('a challenger of the classifier', () => {
  it('is asked about the very same suspects, and what it says is kept beside the diagnosis', async () => {
    const { found } = await diagnoseIn(await worldInTrial());

    expect(found?.shadowTypes).toMatchObject({
      champion: 'hash-1',
      challenger: 'hash-2',
      said: {
        champion: { checkout: { 'bad-task': expect.closeTo(1, 3) } },
        challenger: { checkout: { 'bad-deployment': expect.closeTo(1, 3) } },
      },
    });
    expect(found?.voices?.find(({ speaker }) => speaker === 'type-classifier')?.modelHash).toBe('hash-1');
  });

  it('changes nothing that is believed, and is shown to nobody', async () => {
    const [beside, alone] = [await worldInTrial(), makeWorld()];
    const [heard, unheard] = [await diagnoseIn(beside), await diagnoseIn(alone)];

    const shown = await readIncident(beside.deps, heard.incidentId);
    expect(unheard.found?.shadowTypes).toBeUndefined();
    expect(shown?.diagnosis).toEqual(unheard.found);
    expect(JSON.stringify(shown)).not.toContain('hash-2');
  });

  it('that fails is only noted in the log', async () => {
    const world = await worldInTrial();

    const { found } = await diagnoseIn(world, { rival: failing(CHALLENGER) });

    expect(found?.shadowTypes).toBeUndefined();
    expect(found?.typeAccord).not.toBe('silent');
    expect(world.logged).toContain('model-review-failed');
  });

  it('is not asked where the champion does not speak', async () => {
    const { found } = await diagnoseIn(await worldInTrial(), { typeClassifier: failing(CHAMPION) });

    expect(found).toMatchObject({ typeAccord: 'silent' });
    expect(found?.shadowTypes).toBeUndefined();
  });

  it('speaks when it is promoted, and no more when it is taken back', async () => {
    const asked = { name: NAME, hash: 'hash-2', by: 'ana', reason: 'it won' };
    const [promoted, back] = [await worldInTrial(), await worldInTrial()];
    for (const { deps } of [promoted, back]) await promoteModel(deps, asked);
    await takeBackModel(back.deps, asked);

    const speakers = [];
    for (const world of [promoted, back]) {
      const { found } = await diagnoseIn(world);
      speakers.push(found?.voices?.find(({ speaker }) => speaker === 'type-classifier')?.modelHash);
    }

    expect(speakers).toEqual(['hash-2', 'hash-1']);
  });
});

describe('the trial of a classifier', () => {
  /** So many incidents; of the first nothing was said. */
  async function live(world: TestWorld, count: number) {
    const { failureType } = plan();
    const said = {
      champion: { [CHECKOUT]: { [failureType]: 0.3 } },
      challenger: { [CHECKOUT]: { [failureType]: 0.9 } },
    };
    const shadowTypes = { champion: 'hash-1', challenger: 'hash-2', said };
    await liveMended(world, count, (index) => (index === 0 ? {} : { shadowTypes }));
  }

  it('is won on incidents whose failure type is known', async () => {
    const [won, few] = [await worldInTrial(), await worldInTrial()];
    await live(won, 21);
    await live(few, 20);

    for (const { deps } of [won, few])
      await reviewModels({ ...deps, bus: { publish: async () => undefined } });

    const records = await Promise.all([won, few].map(({ deps }) => deps.models.find(NAME)));
    const champions = records.map((record) => record?.versions.find(({ role }) => role === 'champion')?.hash);
    expect(champions).toEqual(['hash-2', 'hash-1']);
    expect(records[1]?.trial).toMatchObject({ verdict: 'undecided', labelled: 19, better: 19 });
    expect(records[1]?.trial?.summary).toContain('incidents whose failure type is known');
  });
});
