// The shipped model of shapes is what its folder says: the numbers of the library that trained it, windows as this code
// makes them, small; and it knows a spike from a calm end.

import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { featureListHash } from '#adapters/onnx/feature-list.ts';
import { loadTrainedModel } from '#adapters/onnx/trained-model.ts';
import { loadWindowModel } from '#adapters/onnx/window-model.ts';
import { RecentPoints } from '#domain/baseline/recent-points.ts';
import { WINDOW_NAMES, windowOf } from '#domain/feature/point-window.ts';
import { noiseOf } from '../domain/detection/shop.ts';

const FOLDER = join(import.meta.dirname, '../../models/anomaly-window');
const LARGEST_MODEL_BYTES = 600_000;

async function readJson(name: string) {
  return JSON.parse(await readFile(join(FOLDER, name), 'utf8'));
}

/** A window of noise around a hundred whose last point lies so far above. */
function windowWith(height: number): Float32Array {
  const noise = noiseOf(5);
  const points = new RecentPoints();
  points.load(Array.from({ length: 182 }, (_, i) => 100 + noise() + (i === 181 ? height : 0)));
  return windowOf(points);
}

describe('the shipped model of shapes', () => {
  it('gives the scores of the library that trained it', async () => {
    const golden: { rows: number[][]; scores: number[][] } = await readJson('golden.json');
    const { model } = await loadTrainedModel(FOLDER, { featureNames: WINDOW_NAMES, parameters: z.unknown() });

    const logits = await model.evaluate(Float32Array.from(golden.rows.flat()), golden.rows.length);

    golden.scores.forEach(([expected = Number.NaN], row) => {
      expect(Math.abs(Number(logits[row]) - expected)).toBeLessThan(1e-5);
    });
  });

  it('was trained on the windows of this code', async () => {
    const manifest = await readJson('manifest.json');

    expect(await readJson('features.json')).toEqual(WINDOW_NAMES);
    expect(manifest.featureHash).toBe(featureListHash(WINDOW_NAMES));
  });

  it('finds a spike more like trouble than a calm end', async () => {
    const model = await loadWindowModel(FOLDER);

    const [calm = Number.NaN, spike = Number.NaN] = await model.score([windowWith(0), windowWith(40)]);

    expect(spike).toBeGreaterThan(calm + 1);
  });

  it('has no opinion where there is no window', async () => {
    const model = await loadWindowModel(FOLDER);

    const opinions = await model.score([undefined, windowWith(0), undefined]);

    expect([...opinions].map(Number.isNaN)).toEqual([true, false, true]);
  });

  it('is small enough to load in any cold start, and has a card', async () => {
    expect((await stat(join(FOLDER, 'model.onnx'))).size).toBeLessThan(LARGEST_MODEL_BYTES);
    expect(await readFile(join(FOLDER, 'model-card.md'), 'utf8')).toContain('## Limits');
  });
});
