// The shipped model is what its folder says: the same numbers as scikit-learn, the features of this code, small, and
// calibrated on normal points.

import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { loadAnomalyModel } from '#adapters/onnx/anomaly-model.ts';
import { featureListHash } from '#adapters/onnx/feature-list.ts';
import { updateSeries } from '#domain/baseline/update-series.ts';
import { FEATURE_COUNT, FEATURE_NAMES } from '#domain/feature/feature-names.ts';
import { noiseOf } from '../domain/detection/shop.ts';

const FOLDER = join(import.meta.dirname, '../../models/anomaly-isolation-forest');
const LARGEST_MODEL_BYTES = 1_000_000;

async function readJson(name: string) {
  return JSON.parse(await readFile(join(FOLDER, name), 'utf8'));
}

describe('the shipped isolation forest', () => {
  it('gives the scores of scikit-learn', async () => {
    const golden: { rows: number[][]; scores: number[] } = await readJson('golden.json');
    const session = await InferenceSession.create(join(FOLDER, 'model.onnx'), { logSeverityLevel: 3 });
    const features = Float32Array.from(golden.rows.flat());

    const { score } = await session.run({
      features: new Tensor('float32', features, [golden.rows.length, FEATURE_COUNT]),
    });

    golden.scores.forEach((expected, row) => {
      expect(Math.abs(Number(score?.data[row]) - expected)).toBeLessThan(1e-5);
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
    const { calibration } = await readJson('manifest.json');
    const card = await readFile(join(FOLDER, 'model-card.md'), 'utf8');

    for (const key of ['share', 'score'] as const) {
      const values = calibration.map((point: { share: number; score: number }) => point[key]);
      expect([...values].sort((one, other) => one - other)).toEqual(values);
    }
    expect(card).toContain('## Limits');
  });

  it('finds a spike in a noisy series more novel than nearly all of the noise', async () => {
    const model = await loadAnomalyModel(FOLDER);
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
