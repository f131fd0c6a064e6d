// The shipped models of failures and forecasts: what they are, and that Node computes what the training library did.

import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { featureListHash } from '#adapters/onnx/feature-list.ts';
import { FAILURE_FEATURE_NAMES } from '#domain/failure/failure-feature-names.ts';
import { FailureParameters } from '#domain/failure/predict-failure.ts';
import { FORECAST_OUTPUT_COUNT } from '#domain/forecast/demand-forecast.ts';
import { FORECAST_FEATURE_NAMES } from '#domain/forecast/forecast-features.ts';
import { FORECAST_MODEL_FOLDER, loadForecastModel } from '#local/forecast/forecast-model.ts';
import { FAILURE_MODEL_FOLDER, loadFailureModel } from '#local/predict/failure-model.ts';

const LARGEST_MODEL_BYTES = 600_000;

async function readJson(folder: string, name: string) {
  return JSON.parse(await readFile(join(folder, name), 'utf8'));
}

async function openModel(folder: string) {
  const loaded = folder === FAILURE_MODEL_FOLDER ? await loadFailureModel() : await loadForecastModel();
  if (!loaded.ok) throw new Error(loaded.refusal);
  return 'model' in loaded.value ? loaded.value.model : loaded.value;
}

describe.each([
  ['failure', FAILURE_MODEL_FOLDER, FAILURE_FEATURE_NAMES, 4],
  ['forecast', FORECAST_MODEL_FOLDER, FORECAST_FEATURE_NAMES, FORECAST_OUTPUT_COUNT],
] as const)('the shipped %s model', (_name, folder, names, outputCount) => {
  it('gives the numbers of the library that trained it', async () => {
    const golden: { rows: number[][]; scores: number[][] } = await readJson(folder, 'golden.json');
    const model = await openModel(folder);

    const scores = await model.evaluate(Float32Array.from(golden.rows.flat()), golden.rows.length);

    expect(model.outputCount).toBe(outputCount);
    golden.scores.flat().forEach((expected, index) => {
      expect(Math.abs(Number(scores[index]) - expected)).toBeLessThan(1e-5 * Math.max(1, Math.abs(expected)));
    });
  });

  it('was trained on the features of this code', async () => {
    expect(await readJson(folder, 'features.json')).toEqual(names);
    expect((await readJson(folder, 'manifest.json')).featureHash).toBe(featureListHash(names));
  });

  it('is small, and has a card that tells its limits', async () => {
    expect((await stat(join(folder, 'model.onnx'))).size).toBeLessThan(LARGEST_MODEL_BYTES);
    expect(await readFile(join(folder, 'model-card.md'), 'utf8')).toContain('## Limits');
  });
});

describe('the calibration of the failure model', () => {
  it('grows, for each horizon', async () => {
    const { parameters } = await readJson(FAILURE_MODEL_FOLDER, 'manifest.json');

    const { calibration } = FailureParameters.parse(parameters);
    for (const { logits, probabilities } of Object.values(calibration)) {
      for (const values of [logits, probabilities]) {
        expect([...values].sort((one, other) => one - other)).toEqual(values);
      }
    }
  });
});
