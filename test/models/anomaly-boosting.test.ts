// The shipped main score is what its folder says: the same numbers as the library that trained it, the features of this
// code, small, and calibrated so that more is never less.

import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { featureListHash } from '#adapters/onnx/feature-list.ts';
import { loadTrainedModel } from '#adapters/onnx/trained-model.ts';
import { ScoreParameters } from '#domain/detection/anomaly-score.ts';
import { FEATURE_NAMES } from '#domain/feature/feature-names.ts';

const FOLDER = join(import.meta.dirname, '../../models/anomaly-boosting');
const LARGEST_MODEL_BYTES = 1_000_000;

async function readJson(name: string) {
  return JSON.parse(await readFile(join(FOLDER, name), 'utf8'));
}

describe('the shipped main score', () => {
  it('gives the scores of the library that trained it', async () => {
    const golden: { rows: number[][]; scores: number[][] } = await readJson('golden.json');
    const { model } = await loadTrainedModel(FOLDER, {
      featureNames: FEATURE_NAMES,
      parameters: z.unknown(),
    });

    const logits = await model.evaluate(Float32Array.from(golden.rows.flat()), golden.rows.length);

    golden.scores.forEach(([expected = Number.NaN], row) => {
      expect(Math.abs(Number(logits[row]) - expected)).toBeLessThan(1e-5);
    });
  });

  it('was trained on the features of this code', async () => {
    const manifest = await readJson('manifest.json');

    expect(await readJson('features.json')).toEqual(FEATURE_NAMES);
    expect(manifest.featureHash).toBe(featureListHash(FEATURE_NAMES));
  });

  it('is small enough to load in any cold start', async () => {
    expect((await stat(join(FOLDER, 'model.onnx'))).size).toBeLessThan(LARGEST_MODEL_BYTES);
  });

  it('is calibrated by growing knots, and has a card', async () => {
    const { calibration } = ScoreParameters.parse((await readJson('manifest.json')).parameters);
    const card = await readFile(join(FOLDER, 'model-card.md'), 'utf8');

    calibration.slice(1).forEach((knot, index) => {
      expect(knot.logit).toBeGreaterThan(calibration[index]?.logit ?? 0);
      expect(knot.probability).toBeGreaterThan(calibration[index]?.probability ?? 0);
    });
    expect(card).toContain('## Limits');
  });
});
