import { tmpdir } from 'node:os';
import { expect, it } from 'vitest';
import { InvalidInputError } from '#domain/errors.ts';
import { loadLocalModels, loadShippedModel, MODELS_FOLDER } from '#local/models.ts';

it('loads the model that this checkout ships', async () => {
  const loaded = await loadShippedModel();

  expect(loaded.ok).toBe(true);
});

it('says why a folder without a model cannot be used, so that thresholds judge alone', async () => {
  const loaded = await loadShippedModel(tmpdir());

  expect(loaded).toEqual({ ok: false, refusal: expect.stringContaining(tmpdir()) });
});

it('loads a challenger beside the shipped model only when one is asked for', async () => {
  const alone = await loadLocalModels();
  const beside = await loadLocalModels(MODELS_FOLDER);

  expect(alone).toEqual({ model: expect.anything() });
  expect(beside.rival?.info).toEqual(beside.model?.info);
});

it('refuses a challenger that is no model, in a word to whoever asked for it', async () => {
  await expect(loadLocalModels(tmpdir())).rejects.toThrow(InvalidInputError);
});
