// The learned ranking as a second voice of the loop's diagnosis, and what becomes of the diagnosis without it.

import { describe, expect, it } from 'vitest';
import { diagnoseIncident } from '#application/diagnose-incident.ts';
import type { CauseRanker } from '#application/find-causes.ts';
import { RANKING_FEATURE_NAMES } from '#domain/cause/ranking-features.ts';
import { CART, CHECKOUT, change, minute, OURS } from '../builders.ts';
import { foreseenSpike } from '../demand.ts';
import { fallIll, makeWorld, openFor, type TestWorld } from './world.ts';

const FAILING = { 'error-share': 0.3 };

/** A ranker that gives components these logits, in the order of the picture: checkout, then cart. */
function ranker(...logits: readonly number[]): CauseRanker {
  const model = {
    info: { name: 'told', hash: 'abc', featureHash: 'def' },
    inputCount: RANKING_FEATURE_NAMES.length,
    outputCount: 1,
    evaluate: async () => Float32Array.from(logits),
  };
  return { model, noneLogit: 0 };
}

async function diagnoseWith(world: TestWorld, voice: CauseRanker | undefined, deployed = true) {
  const { incidentId } = await openFor(world, await fallIll(world, FAILING, { untilMinute: 12 }));
  if (deployed) await world.deps.changes.put(change({ at: minute(-4) }));
  await diagnoseIncident({ ...world.deps, ranker: voice }, { executionId: OURS, incidentId });
  return world.deps.diagnoses.find(incidentId);
}

describe('a second voice in the diagnosis', () => {
  it('is kept beside the first, and raises what both believe', async () => {
    const found = await diagnoseWith(makeWorld(), ranker(9, 0));

    expect(found).toMatchObject({
      accord: 'agree',
      hypotheses: [{ failureType: 'bad-deployment', serviceId: CHECKOUT, confidence: 0.91 }],
      voices: [
        { speaker: 'decision-tree', causes: [{ serviceId: CHECKOUT, score: 0.9 }] },
        { speaker: 'cause-ranking', modelHash: 'abc', causes: [{ serviceId: CHECKOUT }, {}] },
        { speaker: 'type-classifier', problem: 'the model is not loaded' },
      ],
    });
    expect(found?.summary).toBe(
      'Most likely bad deployment in checkout (91 % sure); the learned ranking points there too',
    );
  });

  it('lowers what it sees elsewhere, and says so', async () => {
    const found = await diagnoseWith(makeWorld(), ranker(0, 9));

    expect(found).toMatchObject({ accord: 'disagree', hypotheses: [{ confidence: 0.81 }] });
    expect(found?.summary).toContain('; the learned ranking points at cart (100 %) instead');
  });

  it('is not heard of a spike that is only foreseen: there are no symptoms to rank', async () => {
    const world = makeWorld();
    const found = await fallIll(world, {}, { untilMinute: 12 });
    const { incidentId } = await openFor(world, found, {
      requestedBy: 'fleetmedic:forecast',
      foreseen: foreseenSpike(),
    });

    await diagnoseIncident({ ...world.deps, ranker: ranker(0, 9) }, { executionId: OURS, incidentId });

    expect(await world.deps.diagnoses.find(incidentId)).toMatchObject({
      outcome: 'diagnosed',
      accord: 'tree-alone',
      hypotheses: [{ failureType: 'capacity-shortage', serviceId: CHECKOUT, confidence: 0.9 }, {}],
      voices: [{}, { problem: 'nothing is ill yet' }, { problem: 'nothing is ill yet' }],
    });
  });

  it('says that it sees no single cause', async () => {
    const found = await diagnoseWith(makeWorld(), ranker(-9, -9));

    expect(found).toMatchObject({ accord: 'abstains', hypotheses: [{ confidence: 0.9 }] });
    expect(found?.summary).toContain('; the learned ranking sees no single cause');
  });

  it('leaves it to a person when neither names a cause', async () => {
    const world = makeWorld();
    const ill = await fallIll(world, { 'latency-p50': 0.4, 'latency-p99': 2 }, { untilMinute: 12 });
    const { incidentId } = await openFor(world, ill);

    const answer = await diagnoseIncident(
      { ...world.deps, ranker: ranker(-9, -9) },
      { executionId: OURS, incidentId },
    );

    expect(answer.outcome).toBe('review-by-person');
    expect(await world.deps.diagnoses.find(incidentId)).toMatchObject({
      accord: 'neither',
      summary: expect.stringContaining('; nor does the learned ranking see a single cause'),
    });
  });

  it('has no say about a slow climb', async () => {
    const world = makeWorld();
    for (let each = -180; each < 12; each++) {
      const memory = each < -60 ? 50 : 50 + 0.6 * (each + 60);
      await world.live(CHECKOUT, each, each + 1, { 'error-share': each < 0 ? 0.001 : 0.3, memory });
    }
    const seen = await fallIll(makeWorld(), FAILING);
    world.clock.advance(810);
    await world.deps.anomalies.put(seen);
    const { incidentId } = await openFor(world, seen);

    await diagnoseIncident({ ...world.deps, ranker: ranker(-9) }, { executionId: OURS, incidentId });

    expect(await world.deps.diagnoses.find(incidentId)).toMatchObject({
      accord: 'apart',
      hypotheses: [{ failureType: 'memory-leak', confidence: 0.85 }],
      summary: expect.stringContaining('cannot judge a slow climb'),
    });
  });

  it('leaves the tree alone when it is missing, switched off or broken, and the diagnosis says why', async () => {
    const broken = ranker();
    const off = makeWorld();
    off.flagsOff.add('self_healing.ml_models');

    const found = [
      await diagnoseWith(makeWorld(), undefined),
      await diagnoseWith(off, ranker(0, 9)),
      await diagnoseWith(makeWorld(), {
        ...broken,
        model: { ...broken.model, evaluate: () => Promise.reject(new Error('no memory')) },
      }),
    ];

    expect(found.map((each) => each?.voices?.[1]?.problem)).toEqual([
      'the model is not loaded',
      'models are switched off',
      'Error: no memory',
    ]);
    for (const each of found) {
      expect(each).toMatchObject({ accord: 'tree-alone', hypotheses: [{ confidence: 0.9 }] });
      expect(each?.voices?.[1]?.isWeighed).toBe(false);
      expect(each?.summary).toBe('Most likely bad deployment in checkout (90 % sure)');
    }
    expect(found[0]?.voices?.[1]?.causes[0]?.serviceId).not.toBe(CART);
  });
});
