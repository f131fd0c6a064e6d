// The shipped model is what its folder says: the same numbers as scikit-learn, the features of this code, small, and
// calibrated on normal points.

import { copyFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { featureListHash } from '#adapters/onnx/feature-list.ts';
import { loadNoveltyModel } from '#adapters/onnx/novelty-model.ts';
import { updateSeries } from '#domain/baseline/update-series.ts';
import { FEATURE_NAMES } from '#domain/feature/feature-names.ts';
import { noiseOf } from '../domain/detection/shop.ts';

const FOLDER = join(import.meta.dirname, '../../models/anomaly-isolation-forest');
const LARGEST_MODEL_BYTES = 1_000_000;

async function readJson(name: string) {
  return JSON.parse(await readFile(join(FOLDER, name), 'utf8'));
}

/** A copy of the model whose calibration leaves the raw score as it is. */
async function uncalibratedModel(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'model-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const calibration = [
    { share: 0, score: 0 },
    { share: 1, score: 1 },
  ];
  await writeFile(
    join(folder, 'manifest.json'),
    JSON.stringify({ ...(await readJson('manifest.json')), parameters: { calibration } }),
  );
  await copyFile(join(FOLDER, 'model.onnx'), join(folder, 'model.onnx'));
  return folder;
}

describe('the shipped isolation forest', () => {
  it('gives the scores of scikit-learn', async () => {
    const golden: { rows: number[][]; scores: number[][] } = await readJson('golden.json');
    const model = await loadNoveltyModel(await uncalibratedModel());

    const scores = await model.score(Float32Array.from(golden.rows.flat()), golden.rows.length);

    golden.scores.forEach(([expected = Number.NaN], row) => {
      expect(Math.abs(Number(scores[row]) - expected)).toBeLessThan(1e-5);
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

  it('has a growing calibration and a card', async () => {
    const { calibration } = (await readJson('manifest.json')).parameters;
    const card = await readFile(join(FOLDER, 'model-card.md'), 'utf8');

    for (const key of ['share', 'score'] as const) {
      const values = calibration.map((point: { share: number; score: number }) => point[key]);
      expect([...values].sort((one, other) => one - other)).toEqual(values);
    }
    expect(card).toContain('## Limits');
  });

  it('finds a spike in a noisy series more novel than nearly all of the noise', async () => {
    const model = await loadNoveltyModel(FOLDER);
    const noise = noiseOf(11);
    const rows: number[] = [];
    let state: Parameters<typeof updateSeries>[0];
    for (let minute = 0; minute < 600; minute++) {
      const value = minute === 599 ? 200 : 100 + 2 * noise();
      const step = updateSeries(
        state,
        { at: Date.UTC(2026, 0, 5) + minute * 60_000, value },
        {
          periodSeconds: 60,
          rule: { width: 3, relativeMargin: 0, absoluteMargin: 0 },
          isTeaching: true,
          learningRate: 0.05,
          isFollowing: true,
        },
      );
      state = step?.state;
      if (minute >= 300) rows.push(...(step?.features ?? []));
    }

    const scores = await model.score(Float32Array.from(rows), 300);

    const noisier = scores.slice(0, -1).filter((score) => score >= (scores.at(-1) ?? 0));
    expect(scores.at(-1)).toBeGreaterThan(0.99);
    expect(noisier.length).toBeLessThanOrEqual(3);
  });
});
