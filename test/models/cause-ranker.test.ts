// The shipped ranker of causes is what its folder says, and finds a plain cause.

import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { featureListHash } from '#adapters/onnx/feature-list.ts';
import { findCauses } from '#application/find-causes.ts';
import { RANKING_FEATURE_NAMES } from '#domain/cause/ranking-features.ts';
import { loadCauseRanker } from '#runtime/cause-ranker.ts';
import { makePicture, ONSET, SLOW_STORE } from '../domain/cause/picture.ts';

const FOLDER = join(import.meta.dirname, '../../models/cause-ranker');

async function readJson(name: string) {
  return JSON.parse(await readFile(join(FOLDER, name), 'utf8'));
}

async function openRanker() {
  const loaded = await loadCauseRanker(FOLDER);
  if (!loaded.ok) throw new Error(loaded.refusal);
  return loaded.value;
}

describe('the shipped ranker of causes', () => {
  it('gives the scores of the training library', async () => {
    const golden: { rows: number[][]; scores: number[][] } = await readJson('golden.json');
    const { model } = await openRanker();

    const scores = await model.evaluate(Float32Array.from(golden.rows.flat()), golden.rows.length);

    golden.scores.flat().forEach((expected, row) => {
      expect(Math.abs(Number(scores[row]) - expected)).toBeLessThan(1e-5);
    });
  });

  it('was trained on the features of this code, is small, and has a card', async () => {
    const manifest = await readJson('manifest.json');

    expect(await readJson('features.json')).toEqual(RANKING_FEATURE_NAMES);
    expect(manifest.featureHash).toBe(featureListHash(RANKING_FEATURE_NAMES));
    expect((await stat(join(FOLDER, 'model.onnx'))).size).toBeLessThan(10_000);
    expect(await readFile(join(FOLDER, 'model-card.md'), 'utf8')).toContain('## What was tried');
  });

  it('finds a plain cause, and none in normal life', async () => {
    const ranker = await openRanker();

    const { ranking } = await findCauses(ranker, makePicture(SLOW_STORE), ONSET);
    const calm = await findCauses(ranker, makePicture(), ONSET);

    expect(ranking.causes[0]?.component).toBe('store');
    expect(ranking.outcome).toBe('ranked');
    expect(calm.ranking.outcome).toBe('no-single-cause');
  });

  it('is refused with a reason where there is none', async () => {
    expect(await loadCauseRanker('nowhere')).toMatchObject({ ok: false });
  });
});
