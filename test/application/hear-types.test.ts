// The classifier of failure types as a third voice of the loop's diagnosis, and what becomes of the diagnosis without it.

import { describe, expect, it } from 'vitest';
import { diagnoseIncident } from '#application/diagnose-incident.ts';
import type { FailureTypeClassifier } from '#application/find-failure-types.ts';
import { planRecovery } from '#application/plan-recovery.ts';
import { describeTypeAccord } from '#application/recovery/hear-types.ts';
import { FailureType } from '#domain/diagnosis/failure-type.ts';
import { FAILURE_TYPE_FEATURE_NAMES } from '#domain/failure-type/failure-type-features.ts';
import type { IndicatorValues } from '#domain/signal/indicator.ts';
import { CHECKOUT, change, hypothesis, minute, OURS } from '../builders.ts';
import { foreseenSpike } from '../demand.ts';
import { fallIll, makeWorld, openFor, type TestWorld } from './world.ts';

const FAILING = { 'error-share': 0.3 };
/** More than usual waits at the tail and in the middle, and nothing says why: the tree has no name for it. */
const STRANGE = { 'latency-p50': 0.4, 'latency-p99': 2 };

/** A classifier that is this sure of one type for every suspect. */
function classifier(failureType: FailureType, share = 0.9): FailureTypeClassifier {
  const numbers = FailureType.options.map((each) => (each === failureType ? share : 0));
  const model = {
    info: { name: 'told', hash: 'abc', featureHash: 'def' },
    inputCount: FAILURE_TYPE_FEATURE_NAMES.length,
    outputCount: numbers.length,
    evaluate: async (_rows: Float32Array, count: number) =>
      Float32Array.from(Array.from({ length: count }, () => numbers).flat()),
  };
  return { model, sharpness: 1 };
}

interface Case {
  readonly seen?: IndicatorValues;
  readonly isDeployed?: boolean;
}

async function diagnoseWith(
  world: TestWorld,
  typeClassifier: FailureTypeClassifier | undefined,
  { seen = FAILING, isDeployed = true }: Case = {},
) {
  const { incidentId } = await openFor(world, await fallIll(world, seen, { untilMinute: 12 }));
  if (isDeployed) await world.deps.changes.put(change({ at: minute(-4) }));
  await diagnoseIncident({ ...world.deps, typeClassifier }, { executionId: OURS, incidentId });
  return world.deps.diagnoses.find(incidentId);
}

describe('a third voice in the diagnosis', () => {
  it('is kept beside the others, and raises the type that it names too', async () => {
    const found = await diagnoseWith(makeWorld(), classifier('bad-deployment'));

    expect(found).toMatchObject({
      typeAccord: 'agree',
      hypotheses: [{ failureType: 'bad-deployment', serviceId: CHECKOUT, confidence: 0.91 }],
      voices: [
        { speaker: 'decision-tree', causes: [{ score: 0.9 }] },
        { speaker: 'cause-ranking' },
        { speaker: 'type-classifier', modelHash: 'abc', causes: [{ failureType: 'bad-deployment' }] },
      ],
    });
    expect(found?.summary).toBe(
      'Most likely bad deployment in checkout (91 % sure); the learned classifier says the same',
    );
  });

  it('lowers a type that it takes for another, and says so', async () => {
    const found = await diagnoseWith(makeWorld(), classifier('retry-storm'));

    expect(found).toMatchObject({ typeAccord: 'disagree', outcome: 'diagnosed' });
    expect(found?.hypotheses[0]?.confidence).toBeCloseTo(0.81, 2);
    expect(found?.summary).toContain('; the learned classifier says retry storm instead');
  });

  it('says so even where the other type is not among those that are remembered', () => {
    const told = { typeAccord: 'disagree', hypotheses: [hypothesis()], voices: [] } as const;

    expect(describeTypeAccord(told)).toBe('; the learned classifier says another type instead');
  });

  it('says that it sees nothing that begins there', async () => {
    const found = await diagnoseWith(makeWorld(), classifier('unexplained'));

    expect(found?.typeAccord).toBe('abstains');
    expect(found?.summary).toContain('; the learned classifier sees nothing that begins there');
  });

  it('suggests a type to people where the tree has none, and they are asked all the same', async () => {
    const world = makeWorld();

    const found = await diagnoseWith(world, classifier('bad-task'), { seen: STRANGE, isDeployed: false });

    expect(found).toMatchObject({
      typeAccord: 'suggests',
      outcome: 'review-by-person',
      hypotheses: [{ failureType: 'bad-task', confidence: 0.399, isSuggested: true }],
    });
    expect(found?.summary).toBe(
      'Not sure enough to act: at best bad task in checkout (a suggestion); only the learned classifier suggests this type',
    );
  });

  it('makes no plan of its own, not even where a person asks for one', async () => {
    const world = makeWorld();
    const ill = await fallIll(world, STRANGE, { untilMinute: 12 });
    const { incidentId } = await openFor(world, ill, { state: 'diagnosed', requestedBy: 'ana' });

    const answer = await planRecovery(
      { ...world.deps, typeClassifier: classifier('capacity-shortage') },
      { executionId: OURS, incidentId, attempt: 1, revision: 0 },
    );

    expect((await world.deps.diagnoses.find(incidentId))?.hypotheses[0]?.isSuggested).toBe(true);
    expect(answer).toMatchObject({ outcome: 'no-safe-action', actionCount: 0 });
  });

  it('is not heard of a spike that is only foreseen: there is no evidence yet', async () => {
    const world = makeWorld();
    const { incidentId } = await openFor(world, await fallIll(world, {}, { untilMinute: 12 }), {
      requestedBy: 'fleetmedic:forecast',
      foreseen: foreseenSpike(),
    });

    const deps = { ...world.deps, typeClassifier: classifier('bad-task') };
    await diagnoseIncident(deps, { executionId: OURS, incidentId });

    const found = await world.deps.diagnoses.find(incidentId);
    expect(found?.typeAccord).toBe('silent');
    expect(found?.voices?.at(-1)?.problem).toBe('nothing is ill yet');
  });

  it('leaves the others alone when it is missing, switched off or broken, and the diagnosis says why', async () => {
    const broken = classifier('bad-task');
    const off = makeWorld();
    off.flagsOff.add('self_healing.ml_models');

    const found = [
      await diagnoseWith(makeWorld(), undefined),
      await diagnoseWith(off, classifier('retry-storm')),
      await diagnoseWith(makeWorld(), {
        ...broken,
        model: { ...broken.model, evaluate: () => Promise.reject(new Error('no memory')) },
      }),
    ];

    expect(found.map((each) => each?.voices?.at(-1)?.problem)).toEqual([
      'the model is not loaded',
      'models are switched off',
      'Error: no memory',
    ]);
    for (const each of found) {
      expect(each).toMatchObject({ typeAccord: 'silent', hypotheses: [{ confidence: 0.9 }] });
      expect(each?.voices?.at(-1)).toMatchObject({ isWeighed: false, causes: [] });
      expect(each?.summary).toBe('Most likely bad deployment in checkout (90 % sure)');
    }
  });
});
