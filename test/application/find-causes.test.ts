// The causes of an incident, by the trained ranker, or without it.

import { describe, expect, it } from 'vitest';
import { findCauses } from '#application/find-causes.ts';
import type { TrainedModel } from '#application/ports/trained-model.ts';
import { RANKING_FEATURE_NAMES } from '#domain/cause/ranking-features.ts';
import { makePicture, ONSET, SLOW_STORE } from '../domain/cause/picture.ts';

/** A ranker that likes components the earlier they come. */
const inOrder: TrainedModel = {
  info: { name: 'in-order', hash: 'abc', featureHash: 'def' },
  inputCount: RANKING_FEATURE_NAMES.length,
  outputCount: 1,
  evaluate: async (_features, rowCount) => Float32Array.from({ length: rowCount }, (_, row) => 10 - row),
};

describe('finding causes', () => {
  it('asks the ranker and names it', async () => {
    const found = await findCauses({ model: inOrder, noneLogit: 0 }, makePicture(SLOW_STORE), ONSET);

    expect(found.ranking.causes[0]?.component).toBe('web');
    expect(found.modelHash).toBe('abc');
    expect(found.problem).toBeUndefined();
  });

  it('ranks from first principles without a ranker', async () => {
    const found = await findCauses(undefined, makePicture(SLOW_STORE), ONSET);

    expect(found.ranking.causes[0]?.component).toBe('store');
    expect(found.modelHash).toBeUndefined();
  });

  it('ranks from first principles when the ranker fails, and says why', async () => {
    const broken = { ...inOrder, evaluate: () => Promise.reject(new Error('no memory')) };

    const found = await findCauses({ model: broken, noneLogit: 0 }, makePicture(SLOW_STORE));

    expect(found.ranking.causes[0]?.component).toBe('store');
    expect(found.problem).toContain('no memory');
  });
});
